/*
 * refusal.h - why the host cannot start: one way to say it, for settings, loader, router and init.
 */
#ifndef HOST_REFUSAL_H
#define HOST_REFUSAL_H

#include "lamina/check.h"

/* Fills *refusal and returns LAMINA_E_CONFIG. type is static: "Runtime.<Name>", with a page
   docs/errors/<Name>.md. message is borrowed. */
static inline lamina_status host__refuse(lamina_refusal *refusal, const char *type,
                                         lamina_str message)
{
    refusal->type = type;
    refusal->message = message;
    return LAMINA_E_CONFIG;
}

#endif
