/// `corridor help errors`.
enum ErrorsHelp {
  static let text = """
    EXIT STATUSES AND MESSAGES

    Results go to standard output or to the files that -o names. Warnings, progress and faults go to
    standard error, a line a fault:

      corridor: FILE:LINE: what is wrong (what to do about it)

    A scenario file is told all its faults at once. Nothing is overwritten by a run that failed: files
    appear whole and together, or not at all.

      0    All done. A target that is met already, or whose deadline is past, is
           an answer and no error; so are contradictions that 'audit' finds.
           A reader that closes the pipe early ('| head') is no error either.
      1    The work failed although the input can be read: a fit that does not
           converge, a check of 'verify' that falls short.
      3    Partly done: some series, models or scenarios failed, each with its
           line (or its row in --failures), and the others were written.
      64   Wrong usage: an unknown command, option or model, a horizon outside
           1 to 100000, a level of zero or less on a log scale. The message ends
           with the usage; 'corridor help COMMAND' has every option.
      65   Bad input: data or a scenario file that cannot be taken as they are.
           The line names the place. Typical ones:
             - a cell that is no number: 'NA', '..', ':', '-' and an empty cell
               are missing values; say --decimal , or --thousands , or --flags
               where that is how the file is written
             - no column found: name it by --id, --time or --value
             - a period that cannot be read, or could be two: --freq,
               --time-format dmy or mdy ('corridor help data')
             - a period that stands twice in a series, or two frequencies in one
             - too few observations for a model ('corridor models' lists them)
             - an id that a spreadsheet would run as a formula (it begins with
               = + - or @): rename it, or give --allow-formulas
             - in a scenario, a key or name that there is not, with the nearest
               that there is ('corridor help scenario' has all keys)
             - in a scenario, a file outside of its tree: put it below the
               scenario's folder, or give --allow-outside
      66   An input is missing or cannot be read: look at the path; paths in a
           scenario are relative to the scenario's file.
      70   This processor's BLAS computes wrong results. No answer is given. Set
           OPENBLAS_CORETYPE to another kernel, then run 'corridor verify'.
      73   An output cannot be written: no space, no folder, no permission.
      130  Interrupted (Ctrl-C); 143 terminated. No half file is left.

    When several scenarios or series fail, the status is 3 as long as one was written.
    """
}
