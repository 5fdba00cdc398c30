import SeriesCore
import Testing

@Suite struct SlugTests {
  @Test(arguments: [
    ("trade-doubling", "trade-doubling"), ("My Data (новое)", "my-data"), ("Ünïcode", "n-code"),
    ("--a__b--", "a-b"), ("48 Mt by 2030", "48-mt-by-2030"),
  ]) func namesAreLowerCaseLettersDigitsAndHyphens(_ text: String, _ slug: String) {
    #expect(Slug.of(text) == slug)
  }

  @Test func whatHasNoLetterHasNoName() {
    #expect(Slug.of("План") == nil && Slug.of("") == nil && Slug.of("-–—") == nil)
  }

  @Test func longNamesAreCut() {
    #expect(Slug.of(String(repeating: "ab ", count: 40), longest: 5) == "ab-ab")
  }
}
