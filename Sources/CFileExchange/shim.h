// What glibc declares under _GNU_SOURCE alone, and Swift's module of it leaves out.

/// Renames in one step; with `exchange_flag` both names must exist and swap what they name.
extern int renameat2(int old_folder, const char *old_name, int new_folder, const char *new_name,
                     unsigned int flags);

static const unsigned int exchange_flag = 1u << 1;

/// The size of an attribute of a file; below zero where there is none.
extern long getxattr(const char *path, const char *name, void *value, unsigned long size);
