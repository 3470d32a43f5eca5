/* kms_service.h - KMS as one of AWS's JSON services. */
#ifndef ENCRYPTION_KMS_SERVICE_H
#define ENCRYPTION_KMS_SERVICE_H

#include "aws/service.h"

extern const aws__service encryption__kms_service;

#endif
