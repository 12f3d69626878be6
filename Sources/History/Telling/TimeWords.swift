import CaptureFiles
package import Reports

/// Times and ages as a person gives them to a history.
package enum TimeWords {
  /// Microseconds since 1970 of `yesterday` and `today` (at midnight UTC), of an age before now (`7d`, `12h`), or of a day or a time as everywhere else.
  ///
  /// - Parameter now: Microseconds since 1970.
  /// - Throws: What is wrong with it, for a person.
  package static func time(_ text: String, now: Int64) throws(SelectionError) -> Int64 {
    let midnight = RecordedTime.dayNumber(now) * RecordedTime.day
    switch text.lowercased() {
    case "now": return now
    case "today": return midnight
    case "yesterday": return midnight - RecordedTime.day
    default: break
    }
    if let age = age(text) { return now - age }
    if let instant = (try? TimeBound(text))?.instant { return instant.nanoseconds / 1000 }
    throw SelectionError(
      "\(CleanText.line(text)) is no time: give yesterday, today, 7d, 12h, 2026-10-03, 2026-10-03T07:00:00Z, or the like; without an offset it is UTC"
    )
  }

  /// Microseconds of `400d` or `36h`; `nil` where the text is no age up to 10,000 days.
  private static func age(_ text: String) -> Int64? {
    guard let unit = text.last, unit == "d" || unit == "h", let count = Int64(text.dropLast()),
      (0...240_000).contains(count)
    else { return nil }
    let microseconds = count * (unit == "d" ? RecordedTime.day : RecordedTime.day / 24)
    return microseconds <= 10_000 * RecordedTime.day ? microseconds : nil
  }
}
