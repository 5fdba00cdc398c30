/* Corridor from C: two series of twelve years, forecast five years ahead, printed as CSV.
 *
 *     cc forecast_example.c $(pkg-config --cflags --libs corridor)
 */
#include <corridor.h>

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { YEARS = 12, ROWS = 2 * YEARS, COLUMNS = 3 };

/* The columns, where a program has them. */
static int32_t offsets[ROWS + 1];
static char ids[ROWS];
static int64_t years[ROWS];
static double values[ROWS];

static int released;

/* Buffers and structures are static here: there is nothing to free. */
static void release_schema(struct ArrowSchema *schema) {
  schema->release = NULL;
  released++;
}

static void release_array(struct ArrowArray *array) {
  array->release = NULL;
  released++;
}

/* Children are the parent's: a consumer that moves none of them out does not release them. */
static void release_child_schema(struct ArrowSchema *schema) { schema->release = NULL; }

static void release_child_array(struct ArrowArray *array) { array->release = NULL; }

static void fill(void) {
  for (int i = 0; i < ROWS; i++) {
    ids[i] = i < YEARS ? 'a' : 'b';
    offsets[i + 1] = i + 1;
    years[i] = 2012 + i % YEARS;
    values[i] = 100 + 3 * (i % YEARS) + (i % 3) * 1.5 + (i < YEARS ? 0 : 40);
  }
}

static void print_number(const struct ArrowArray *column, int64_t row) {
  const uint8_t *valid = column->buffers[0];
  if (valid == NULL || (valid[row / 8] >> (row % 8) & 1)) {
    printf("%.17g", ((const double *)column->buffers[1])[row]);
  }
}

static void print_text(const struct ArrowArray *column, int64_t row) {
  const int32_t *at = column->buffers[1];
  printf("%.*s", (int)(at[row + 1] - at[row]), (const char *)column->buffers[2] + at[row]);
}

int main(void) {
  if (corridor_abi_version() != CORRIDOR_ABI_VERSION) {
    fprintf(stderr, "the library has interface %" PRId32 "\n", corridor_abi_version());
    return 1;
  }
  fill();

  const void *text[3] = {NULL, offsets, ids}, *whole[2] = {NULL, years}, *real[2] = {NULL, values};
  const void **buffers[COLUMNS] = {text, whole, real};
  const char *names[COLUMNS] = {"unique_id", "ds", "y"}, *formats[COLUMNS] = {"u", "l", "g"};
  static struct ArrowSchema fields[COLUMNS];
  static struct ArrowArray columns[COLUMNS];
  struct ArrowSchema *field_list[COLUMNS];
  struct ArrowArray *column_list[COLUMNS];
  for (int i = 0; i < COLUMNS; i++) {
    fields[i].format = formats[i];
    fields[i].name = names[i];
    fields[i].release = release_child_schema;
    columns[i].length = ROWS;
    columns[i].n_buffers = i == 0 ? 3 : 2;
    columns[i].buffers = buffers[i];
    columns[i].release = release_child_array;
    field_list[i] = &fields[i];
    column_list[i] = &columns[i];
  }
  const void *none[1] = {NULL};
  struct ArrowSchema schema = {.format = "+s", .name = "", .n_children = COLUMNS,
                               .children = field_list, .release = release_schema};
  struct ArrowArray batch = {.length = ROWS, .n_buffers = 1, .buffers = none,
                             .n_children = COLUMNS, .children = column_list,
                             .release = release_array};

  const char *options[] = {"horizon=5", "model=ets", "levels=80", NULL};
  corridor_result *result = NULL;
  int32_t status = corridor_forecast(&schema, &batch, options, &result);
  if (released != 2) {
    fprintf(stderr, "release was called %d times, not twice\n", released);
    return 1;
  }
  if (status != CORRIDOR_DONE) {
    fprintf(stderr, "%s\n", corridor_result_message(result));
    corridor_result_free(result);
    return status;
  }

  struct ArrowSchema given_schema;
  struct ArrowArray given;
  if (corridor_result_take(result, "forecasts", &given_schema, &given) != CORRIDOR_DONE) return 1;
  corridor_result_free(result); /* the table stays */
  for (int64_t i = 0; i < given_schema.n_children; i++) {
    printf("%s%s", i > 0 ? "," : "", given_schema.children[i]->name);
  }
  putchar('\n');
  for (int64_t row = 0; row < given.length; row++) {
    for (int64_t i = 0; i < given.n_children; i++) {
      if (i > 0) putchar(',');
      if (strcmp(given_schema.children[i]->format, "u") == 0) {
        print_text(given.children[i], row);
      } else {
        print_number(given.children[i], row);
      }
    }
    putchar('\n');
  }
  given.release(&given);
  given_schema.release(&given_schema);
  return EXIT_SUCCESS;
}
