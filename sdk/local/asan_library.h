/*
 * asan_library.h - where the compiler keeps the address sanitizer's library (--asan).
 */
#ifndef LOCAL_ASAN_LIBRARY_H
#define LOCAL_ASAN_LIBRARY_H

#include "stage.h"

/* A step of the start: with --asan asks the compiler, puts the path into the stage, and lets the start go
   on; without it, goes on at once. False when the compiler cannot be asked. */
bool local__asan_library_find(local_stage *stage);

#endif
