/* log_output.h - the place where log lines go, for lines that are none. */
#ifndef LAMINA_LIB_LOG_OUTPUT_H
#define LAMINA_LIB_LOG_OUTPUT_H

#include "lamina/abi.h"

/* Writes a whole line, its newline among it, without any other in between. [any-thread] */
void lamina__log_output(lamina_str line);
/* The service that lines are of, "" when nobody said; and the time by the writer's clock. */
lamina_str lamina__log_service(void);
int64_t lamina__log_now_us(void);

#endif
