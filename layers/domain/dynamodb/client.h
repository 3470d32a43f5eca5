/* client.h - what a client keeps between requests. */
#ifndef DYNAMODB_CLIENT_H
#define DYNAMODB_CLIENT_H

#include "aws/client.h"
#include "domain/dynamodb.h"

struct dynamodb_client {
    aws__client aws;
};

extern const aws__service dynamodb__service;

#endif
