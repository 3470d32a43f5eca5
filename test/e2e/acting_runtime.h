/*
 * acting_runtime.h - the test program itself as a runtime for the stage, one that behaves as no good
 * bootstrap would.
 *
 * Started with ACT in its environment, a test program is no test: it plays that part against the
 * Runtime API and exits. `--bootstrap <this program> --env ACT=answer --env ARG=...` does it.
 */
#ifndef ACTING_RUNTIME_H
#define ACTING_RUNTIME_H

/* The path of this program, for --bootstrap. Static text. */
const char *acting_runtime_path(void);

/*
 * The parts, and what ARG is to them:
 *   answer       answers every event with ARG
 *   error        posts an invocation error for every event
 *   meet         answers when as many processes as the number in front of ':' are at work at once
 *                (they meet in the folder behind it)
 *   last-words   answers the first event, and ends before it asks for another
 *   end          ends at once, without a word
 *   too-large    answers with one byte more than Lambda takes
 *   stream       answers in Lambda's streaming mode
 *   protocol     breaks the Runtime API's rules, and answers with the statuses it got for it
 *   environment  answers with the names and values of its environment
 *   deaf         ignores SIGTERM, and answers every event with ARG
 *   hang         ignores SIGTERM, says "hanging" for the first event, and never answers it
 */

#endif
