/* Corridor as a C library: forecasts, targets and regressions of a batch in memory, given and taken by
 * Arrow's C data interface.
 *
 * A call takes a batch (a struct array whose children are the columns), options "NAME=VALUE" as the
 * program `corridor` has them, and gives a result: tables, what is to be told about them, and why the
 * call failed. The batch is the library's from the call on: its release callbacks are called exactly
 * once, whatever comes of the call, and never after it. Tables are the caller's: it calls their release
 * callbacks.
 *
 * Several threads may call at once. A result is used by one thread at a time. Nothing is written to
 * stdout or stderr, no file is read or written, no signal handled, and the process does not end.
 * Workers are threads of the process: after fork() only a new image (exec) may call again.
 */
#ifndef CORRIDOR_H
#define CORRIDOR_H

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* The version of this interface; it grows when a caller of the old one would break. */
#define CORRIDOR_ABI_VERSION 1

#ifndef ARROW_C_DATA_INTERFACE
#define ARROW_C_DATA_INTERFACE

#define ARROW_FLAG_DICTIONARY_ORDERED 1
#define ARROW_FLAG_NULLABLE 2
#define ARROW_FLAG_MAP_KEYS_SORTED 4

struct ArrowSchema {
  const char *format;
  const char *name;
  const char *metadata;
  int64_t flags;
  int64_t n_children;
  struct ArrowSchema **children;
  struct ArrowSchema *dictionary;
  void (*release)(struct ArrowSchema *);
  void *private_data;
};

struct ArrowArray {
  int64_t length;
  int64_t null_count;
  int64_t offset;
  int64_t n_buffers;
  int64_t n_children;
  const void **buffers;
  struct ArrowArray **children;
  struct ArrowArray *dictionary;
  void (*release)(struct ArrowArray *);
  void *private_data;
};

#endif /* ARROW_C_DATA_INTERFACE */

/* What a call returns: the exit statuses of the program. */
enum corridor_status {
  CORRIDOR_DONE = 0,
  CORRIDOR_FAILED = 1,        /* the work failed */
  CORRIDOR_PARTLY_DONE = 3,   /* some series failed: the table "failures"; the others are done */
  CORRIDOR_USAGE = 64,        /* an option, a model or a formula that cannot be */
  CORRIDOR_BAD_INPUT = 65,    /* the batch is at fault */
  CORRIDOR_WRONG_KERNEL = 70  /* this CPU's BLAS computes wrong results */
};

/* What a call gives. */
typedef struct corridor_result corridor_result;

/* CORRIDOR_ABI_VERSION of the library that is loaded. */
int32_t corridor_abi_version(void);

/* The version of the library, as `corridor --version` says it; valid as long as the library is loaded. */
const char *corridor_version(void);

/* Forecasts every series of a batch.
 *
 * Columns: unique_id, ds and y by name as the program finds them, or those of the options id, time and
 * value. Text: utf8 and large_utf8; numbers: the integers, float32 and float64; bool counts as 0 and 1;
 * periods also date32, date64 and timestamps without a zone or in UTC; each of these as a dictionary
 * too. Null and NaN are no value.
 *
 * Options: horizon (needed), model, levels, quantiles, total (horizon or year), season, freq, holidays,
 * allow-negative, allow-formulas, sorted (true or false), class, id, time, value, unit, time-format,
 * details (true), jobs, seed, name (of the batch in messages, and of the series where no column names
 * it: "batch").
 *
 * Tables: "forecasts", "failures", "details" where asked for. Texts are utf8, numbers float64; ds is
 * text in the notation of the batch, dates as 2023-05-01.
 *
 * schema and batch: moved into the library. options: ended by NULL; NULL for none. result: where the
 * result goes, to be freed by corridor_result_free whatever the status.
 */
int32_t corridor_forecast(
    struct ArrowSchema *schema, struct ArrowArray *batch, const char *const *options,
    corridor_result **result);

/* Says when one series reaches a level, and with what probability.
 *
 * Options: level, or multiple with base; by (2030,2035) or horizon; series, model, from, as-of, hold,
 * regain, total (year), levels, paths, and those of reading as for corridor_forecast, season, jobs, seed.
 * Table: "targets", a row a deadline.
 */
int32_t corridor_target(
    struct ArrowSchema *schema, struct ArrowArray *batch, const char *const *options,
    corridor_result **result);

/* A regression by formula: "flow ~ log(dist) | exp^year + imp^year".
 *
 * Options: family, se, weights, offset, quantile, effects, level, id, time, allow-formulas, name, and
 * summary, tests, predict, fixed-effects (true), which ask for the tables of these names.
 * Tables: "coefficients" and those.
 */
int32_t corridor_regress(
    struct ArrowSchema *schema, struct ArrowArray *batch, const char *formula,
    const char *const *options, corridor_result **result);

/* Why the call failed or was not wholly done, a sentence a line; "" where it was. Valid until the result
 * is freed. */
const char *corridor_result_message(const corridor_result *result);

/* What is to be told about the tables, such as rows left out, a sentence a line; "" for nothing. Valid
 * until the result is freed. Lines of a batch count from 1 with a header, as of a CSV file: its first
 * row is line 2. */
const char *corridor_result_notes(const corridor_result *result);

/* Moves a table out of a result: CORRIDOR_DONE, or CORRIDOR_USAGE where there is none of the name, or it
 * was moved before. */
int32_t corridor_result_take(
    corridor_result *result, const char *table, struct ArrowSchema *schema,
    struct ArrowArray *batch);

/* Frees a result with the tables that are still in it; NULL is allowed. */
void corridor_result_free(corridor_result *result);

#ifdef __cplusplus
}
#endif

#endif /* CORRIDOR_H */
