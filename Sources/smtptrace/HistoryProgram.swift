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

  /// What was found.
  enum Search {
    case found(HistoryProgram)
    case missing
    /// It is there, and may not be run: why.
    case refused(String)

    /// It, or what to say in its place.
    var program: HistoryProgram? {
      switch self {
      case .found(let program): return program
      case .missing: StandardError.write(HistoryProgram.isMissing)
      case .refused(let why): StandardError.write("smtptrace: \(why)\n")
      }
      return nil
    }
  }

  /// Where it is: beside this program, or in `libexec/smtptrace` beside its `bin`. Nowhere else: what lies on a search path may be anybody's.
  static func find() -> Search {
    guard let own = Privileges.programPath else { return .missing }
    let folders = own.split(separator: "/", omittingEmptySubsequences: false).dropLast()
    var places = [(folders + [Substring(name)]).joined(separator: "/")]
    if folders.last == "bin" {
      places.append((folders.dropLast() + ["libexec", "smtptrace", Substring(name)]).joined(separator: "/"))
    }
    guard let place = places.first(where: { unsafe access($0, X_OK) == 0 }) else { return .missing }
    if Privileges.isRoot, let fault = TrustedFile.fault(of: place) {
      return .refused(
        "\(CleanText.line(place)) is not run as root: expected what only root can write; found that \(CleanText.line(fault.path)) \(fault.what). Give it to root, or run smtptrace history as another user"
      )
    }
    return .found(HistoryProgram(path: place))
  }

  /// What to say where it is not installed.
  static let isMissing =
    "smtptrace: the program \(name) is not installed, which keeps the history: it comes with the packages of smtptrace, and from source by: swift build -c release --product \(name) (it needs libsqlite3-dev). It is looked for beside this program, and in libexec/smtptrace beside its bin\n"

  /// Lets the program take this one's place. Where it is not there, or does not start, it is said why.
  ///
  /// - Parameter arguments: The words behind `smtptrace history`, which were found to be right.
  static func takePlace(_ arguments: [String]) -> Never {
    guard let program = find().program else { endProgram(withStatus: 3) }
    // Unsafe: the copies live until the process ends, be it here or in the other program.
    var words = unsafe ([program.path] + arguments).map { unsafe strdup($0) }
    unsafe words.append(nil)
    _ = unsafe execv(program.path, words)
    StandardError.write("smtptrace: \(CleanText.line(program.path)): \(SystemText.message(errno))\n")
    endProgram(withStatus: 3)
  }
}
