import ArgumentParser
import HistoryArguments
import LiveCapture
import PlainWords
import SMTPAnalysis

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// The program that keeps the history. It has a database, which the program that reads captures does without; `smtptrace history` hands over to it.
struct HistoryProgram {
  static let name = "smtptrace-history"

  let path: String

  /// Where it is: beside this program, in `libexec/smtptrace` beside its `bin`, or on the search path; `nil` where it is not installed.
  static func find() -> HistoryProgram? {
    var places: [String] = []
    if let own = Privileges.programPath {
      let folders = own.split(separator: "/", omittingEmptySubsequences: false).dropLast()
      places.append((folders + [Substring(name)]).joined(separator: "/"))
      if folders.last == "bin" {
        places.append((folders.dropLast() + ["libexec", "smtptrace", Substring(name)]).joined(separator: "/"))
      }
    }
    let search = environmentValue("PATH")?.split(separator: ":").filter { $0.hasPrefix("/") } ?? []
    places += search.map { "\($0)/\(name)" }
    return places.first { unsafe access($0, X_OK) == 0 }.map(HistoryProgram.init)
  }

  /// What to say where it is not installed.
  static let isMissing =
    "smtptrace: the program \(name) is not installed, which keeps the history: it comes with the packages of smtptrace, and from source by: swift build -c release --product \(name) (it needs libsqlite3-dev)\n"

  /// Lets the program take this one's place. Where it is not there, or does not start, it is said why.
  ///
  /// - Parameter arguments: The words behind `smtptrace history`, which were found to be right.
  static func takePlace(_ arguments: [String]) -> Never {
    guard let program = find() else {
      StandardError.write(isMissing)
      endProgram(withStatus: 3)
    }
    // Unsafe: the copies live until the process ends, be it here or in the other program.
    var words = unsafe ([program.path] + arguments).map { unsafe strdup($0) }
    unsafe words.append(nil)
    _ = unsafe execv(program.path, words)
    StandardError.write("smtptrace: \(CleanText.line(program.path)): \(SystemText.message(errno))\n")
    endProgram(withStatus: 3)
  }
}
