/*
 * Runtime.NotAPlugin: a sound shared object, which does not export the entry.
 */
#include "lamina/abi.h"

LAMINA_EXPORT int answer_to_everything(void);

int answer_to_everything(void)
{
    return 42;
}
