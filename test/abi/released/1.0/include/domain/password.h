/*
 * domain/password.h - passwords: what is stored of one, and whether one is right.
 *
 * Stored is a text with algorithm, cost, salt and hash, as password libraries write it (the PHC string
 * format), so that cost can grow and old texts stay good:
 *
 *     $scrypt$ln=14,r=8,p=5$<salt, base64 without padding>$<hash, likewise>
 *
 * scrypt (RFC 7914) with a salt of 16 random bytes and a hash of 32. The cost is LAMINA_SCRYPT_COST,
 * "<log2 of N>,<r>,<p>"; without it 14,8,5, which takes 16 MiB of memory while it runs and is one of the
 * settings of the OWASP Password Storage Cheat Sheet. Tests set less.
 */
#ifndef DOMAIN_PASSWORD_H
#define DOMAIN_PASSWORD_H

#include "lamina/context.h"
#include "lamina/record.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Code points of a new password: NIST SP 800-63B section 5.1.1.2 asks for 8 at least; a limit keeps long
   ones from being a way to spend our time. No other rule: all of Unicode but control characters, and
   the bytes count as they were sent. Since 1.0. */
#define DOMAIN_PASSWORD_MIN 8u
#define DOMAIN_PASSWORD_MAX 128u
extern const lamina_format domain_format_password;

/* The text to store for a password, in the arena. LAMINA_E_CONFIG for a LAMINA_SCRYPT_COST that is none,
   LAMINA_E_INTERNAL, LAMINA_E_LIMIT. [invoke] Since 1.0. */
lamina_status domain_password_hash(lamina_context *context, lamina_str password,
                                   lamina_str *stored);

/*
 * Is this the password? LAMINA_OK, or LAMINA_E_UNAUTHENTICATED, with nothing set on the error object. *stale (may be NULL):
 * it is, and was stored at another cost than is asked for now, so hash it anew. A stored text that is none is
 * LAMINA_E_UPSTREAM with a cause. The hashes are compared in one time for all. [invoke] Since 1.0.
 */
lamina_status domain_password_verify(lamina_context *context, lamina_str password,
                                     lamina_str stored, bool *stale);

/* Takes as long as verifying a password that was stored at today's cost, and answers LAMINA_E_UNAUTHENTICATED: for
   when there is no such user, so that the time does not tell. [invoke] Since 1.0. */
lamina_status domain_password_verify_nobody(lamina_context *context, lamina_str password);

#ifdef __cplusplus
}
#endif
#endif
