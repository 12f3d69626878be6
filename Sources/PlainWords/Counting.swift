/// Numbers in sentences.
package enum Counting {
  /// `1 packet`, `12,345 packets`.
  package static func counted(_ number: Int, _ one: String, _ many: String) -> String {
    "\(grouped(number)) \(number == 1 ? one : many)"
  }

  /// Digits in groups of three: `12,345`.
  package static func grouped(_ number: Int) -> String {
    if number.magnitude < 1000 { return String(number) }
    let digits = String(number.magnitude)
    var output = ""
    for (index, digit) in digits.enumerated() {
      if index > 0 && (digits.count - index) % 3 == 0 { output += "," }
      output.append(digit)
    }
    return number < 0 ? "-\(output)" : output
  }
}
