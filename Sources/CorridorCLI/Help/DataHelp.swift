/// `corridor help data`. The library's guide to reading files says the same at length.
enum DataHelp {
  static let text = """
    FILES OF OBSERVATIONS

    CSV with a header, one row an observation, packed with gzip or not. '-' is standard input.

      unique_id,ds,y                   many series; as Nixtla's libraries have it
      series,period,value              the same; optional: unit, basis, source,
                                       status, known_from (day of publication)
      date,value                       one series: its id is the file's name
      DATAFLOW,…,TIME_PERIOD,OBS_VALUE SDMX-CSV: the dimensions make the id,
                                       UNIT_MULT is multiplied in
      Country,1990,1991,…              years as columns: --wide

    An example, which 'corridor forecast my.csv --horizon 5' takes as it is:

      series,period,value,unit
      exports,2021,9.8,USD bn
      exports,2022,13.2,USD bn
      exports,2023,14.7,USD bn

    COLUMNS are found by name, in any case: ds, date, time, year, month, quarter, period, TIME_PERIOD
    for the period, and y, value, obs_value, amount, primaryValue for the value. For others:

      --id COLUMN[,COLUMN…]   the series; several columns are joined by points
      --time COLUMN           the period
      --value COLUMN          the value
      --unit COLUMN or UNIT   the unit, or the column that has it
      --class KIND            nominal (money at current prices), volume or
                              other: with which series growth is compared

    PERIODS: 2023, 2023-S1, 2023-Q1, 2023-05, 2023-W05, 2023-05-01 or counting numbers; also 2023M05,
    2023 Q1, Q1 2012, Jan 2016, 01.2016, 31.12.2023, 1 May 2023. The output writes them as the input
    does.

      --freq F                annual, half, quarter, month, week, day, integer:
                              where spacing does not tell
      --time-format dmy|mdy   05/06/2023, which is refused without
      --time-format excel     day numbers of a spreadsheet, such as 43831

    A period that is not there, or has an empty value, is a gap: missing, and not zero.

    NUMBERS: a point as decimal mark and nothing between thousands. Where semicolons or tabs separate, a
    decimal comma is found. Missing: an empty cell, NA, '..', ':' or '-' alone.

      --decimal ,             decimal commas
      --thousands ,           also '.', space, apostrophe
      --flags                 drops flags beside numbers: the p of '123 p'
      --encoding E            cp1251, cp1252, latin1, utf-16le, utf-16be; UTF-8
                              without

    TEXT cells that a spreadsheet would run as formulas are refused where they would be copied to
    outputs, unless --allow-formulas is given. Workbooks (xlsx), PDF and HTML are refused: save as CSV.

    LARGE FILES: --sorted reads a file that is sorted by series while it works, in bounded memory.
    """
}
