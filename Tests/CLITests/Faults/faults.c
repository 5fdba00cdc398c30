// Loaded before the C library: one call of the system fails, or is the last of the program.
//
//   FAULT_CALL    write, fsync, rename, open, mmap, close, mkdir or link
//   FAULT_NUMBER  which call of that kind, from 1; 0 lets all pass
//   FAULT_KIND    the number of an error; short: half is written; kill: the program is killed before
//   FAULT_COUNT   a file that gets the number of calls of that kind, once the program ends
//
// What goes to the terminal's descriptors 1 and 2 is neither counted nor harmed: messages must arrive.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

static atomic_int calls;

enum { PASS, FAIL, SHORT };

static int turn(const char *kind) {
  const char *wanted = getenv("FAULT_CALL");
  if (wanted == NULL || strcmp(wanted, kind) != 0) return PASS;
  const char *number = getenv("FAULT_NUMBER");
  int call = atomic_fetch_add(&calls, 1) + 1;
  if (number == NULL || call != atoi(number)) return PASS;
  const char *how = getenv("FAULT_KIND");
  if (strcmp(how, "short") == 0) return SHORT;
  if (strcmp(how, "kill") == 0) syscall(SYS_kill, getpid(), SIGKILL);
  errno = atoi(how);
  return FAIL;
}

__attribute__((destructor)) static void tell(void) {
  const char *file = getenv("FAULT_COUNT");
  if (file == NULL) return;
  char text[32];
  int length = snprintf(text, sizeof text, "%d\n", atomic_load(&calls));
  int opened = syscall(SYS_openat, AT_FDCWD, file, O_WRONLY | O_CREAT | O_TRUNC, 0666);
  syscall(SYS_write, opened, text, length);
  syscall(SYS_close, opened);
}

#define REAL(name) static __typeof__(&name) real; if (!real) real = dlsym(RTLD_NEXT, #name)

ssize_t write(int file, const void *bytes, size_t count) {
  REAL(write);
  int fate = file > 2 ? turn("write") : PASS;
  if (fate == FAIL) return -1;
  return real(file, bytes, fate == SHORT && count > 1 ? count / 2 : count);
}

ssize_t pwrite64(int file, const void *bytes, size_t count, off64_t place) {
  REAL(pwrite64);
  int fate = turn("write");
  if (fate == FAIL) return -1;
  return real(file, bytes, fate == SHORT && count > 1 ? count / 2 : count, place);
}

ssize_t pwrite(int file, const void *bytes, size_t count, off_t place) {
  return pwrite64(file, bytes, count, place);
}

int fsync(int file) {
  REAL(fsync);
  return turn("fsync") == FAIL ? -1 : real(file);
}

int fdatasync(int file) {
  REAL(fdatasync);
  return turn("fsync") == FAIL ? -1 : real(file);
}

int rename(const char *from, const char *to) {
  REAL(rename);
  return turn("rename") == FAIL ? -1 : real(from, to);
}

int renameat2(int a, const char *from, int b, const char *to, unsigned flags) {
  REAL(renameat2);
  return turn("rename") == FAIL ? -1 : real(a, from, b, to, flags);
}

int open64(const char *path, int flags, ...) {
  REAL(open64);
  va_list list;
  va_start(list, flags);
  mode_t mode = va_arg(list, mode_t);
  va_end(list);
  return turn("open") == FAIL ? -1 : real(path, flags, mode);
}

int open(const char *path, int flags, ...) {
  va_list list;
  va_start(list, flags);
  mode_t mode = va_arg(list, mode_t);
  va_end(list);
  return open64(path, flags, mode);
}

void *mmap64(void *place, size_t length, int protection, int flags, int file, off64_t offset) {
  REAL(mmap64);
  return turn("mmap") == FAIL ? MAP_FAILED : real(place, length, protection, flags, file, offset);
}

void *mmap(void *place, size_t length, int protection, int flags, int file, off_t offset) {
  return mmap64(place, length, protection, flags, file, offset);
}

int close(int file) {
  REAL(close);
  int fate = turn("close");
  // The system closes a file whatever it reports.
  int code = errno;
  int done = real(file);
  if (fate != FAIL) return done;
  errno = code;
  return -1;
}

int mkdir(const char *path, mode_t mode) {
  REAL(mkdir);
  return turn("mkdir") == FAIL ? -1 : real(path, mode);
}

int linkat(int a, const char *from, int b, const char *to, int flags) {
  REAL(linkat);
  return turn("link") == FAIL ? -1 : real(a, from, b, to, flags);
}

int link(const char *from, const char *to) {
  REAL(link);
  return turn("link") == FAIL ? -1 : real(from, to);
}
