// What ICU asks of its data goes through these two; the linker puts ours before them (--wrap).
//
// The program holds few of ICU's items (icu_items.py says which). Without these routines ICU would answer a question
// for another one from its fallbacks, silently another answer than with all of its data.

#include <stdio.h>
#include <stdlib.h>

typedef int Acceptable(void *context, const char *type, const char *name, const void *information);

void *__real_swift_udata_open(const char *path, const char *type, const char *name, int *error);
void *__real_swift_udata_openChoice(
  const char *path, const char *type, const char *name, Acceptable *accept, void *context, int *error);

static void *found(void *item, const char *path, const char *type, const char *name) {
  if (item) return item;
  fprintf(stderr, "corridor: fault: this program has no ICU item %s/%s.%s\n", path ? path : "", name, type);
  abort();
}

void *__wrap_swift_udata_open(const char *path, const char *type, const char *name, int *error) {
  return found(__real_swift_udata_open(path, type, name, error), path, type, name);
}

void *__wrap_swift_udata_openChoice(
  const char *path, const char *type, const char *name, Acceptable *accept, void *context, int *error) {
  return found(
    __real_swift_udata_openChoice(path, type, name, accept, context, error), path, type, name);
}
