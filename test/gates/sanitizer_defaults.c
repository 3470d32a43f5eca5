/*
 * Linked into every program of a sanitized build. The test runner gives each test a place for the
 * sanitizers' findings by ASAN_OPTIONS; a program that was started with an environment of its own
 * (as the local stage starts a module) would lose it, and a leak there would pass unseen. This is
 * where such findings go; the runner looks there too.
 */
const char *__asan_default_options(void);
const char *__ubsan_default_options(void);

__attribute__((visibility("default"), used)) const char *__asan_default_options(void)
{
    return "log_path=" SANITIZER_LOG ":detect_leaks=1:detect_stack_use_after_return=1";
}

__attribute__((visibility("default"), used)) const char *__ubsan_default_options(void)
{
    return "log_path=" SANITIZER_LOG ":print_stacktrace=1";
}
