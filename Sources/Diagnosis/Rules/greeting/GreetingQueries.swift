import CaptureFiles
import SMTPSession
import SMTPTranscript
import StreamAssembly

extension Session {
  /// The client's first command, where it was sent before the greeting was complete (RFC 5321 section 3.1); `nil` where it
  /// was not, or where the capture cannot tell.
  func findEarlyCommand() -> Command? {
    guard visibility.seesStart, tls?.mode != .implicit, let first = exchanges.first,
      first.command.verb != .httpRequest, notSMTP?.from != .client
    else { return nil }
    if first.command.flags.contains(.beforeGreeting) { return first.command }
    // A server that greets in two steps owes its last line; whoever speaks before it did not wait.
    guard let began = greeting?.first.packet, let ended = greeting?.last.packet, began < ended,
      greeting?.isComplete ?? false
    else { return nil }
    return first.command.at.packet < ended ? first.command : nil
  }

  /// Whether the greeting's lines came in two steps, with a wait between them: seconds between the first and the last.
  var teaserSeconds: Double? {
    guard let greeting, greeting.lines.count > 1, greeting.isPositiveCompletion else { return nil }
    let seconds = greeting.last.time.seconds(since: greeting.first.time)
    return seconds >= 1.5 ? seconds : nil
  }

  /// Seconds from the server's SYN-ACK to the first byte of its greeting; `nil` where either was not seen.
  var greetingDelaySeconds: Double? {
    guard let greeting, let answer = serverFlow.syn, answer.acknowledges, seesAllOfServer else { return nil }
    return greeting.first.time.seconds(since: answer.at.time)
  }

  /// Whether the greeting consists of what a masking firewall leaves of it: the code, `2`, `0`, blanks and asterisks.
  var greetingIsMasked: Bool {
    guard greeting?.code == 220, let line = greeting?.lines.first else { return false }
    // Most lines are told from it by their first letter.
    return line.utf8.allSatisfy { $0 == 0x2A || $0 == 0x32 || $0 == 0x30 || $0 == 0x20 }
      && line.utf8.count(where: { $0 == 0x2A }) >= 8
  }

  /// The host name at the start of the greeting; `nil` where its first word is none.
  var greetingHost: String? {
    guard let line = greeting?.lines.first,
      let word = line.utf8.split(separator: 0x20, maxSplits: 1).first, word.contains(0x2E)
    else { return nil }
    return String(Substring(word))
  }
}
