#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// The program that shows text which is longer than the screen, as git has it: `PAGER`, else `less`, which ends by itself where the
/// screen is enough. None where standard output is no terminal, with `--no-pager`, or where `NO_PAGER` is set.
enum Pager {
  /// Writes text for people, through a pager where it is wanted and there.
  static func write(_ bytes: [UInt8], isWanted: Bool) {
    guard isWanted, let command = command(for: bytes), show(bytes, with: command) else {
      return StandardOutput.write(bytes)
    }
  }

  /// The pager's command; `nil` where none is needed.
  private static func command(for bytes: [UInt8]) -> String? {
    guard StandardOutput.isTerminal, let rows = terminalRows(), environmentValue("NO_PAGER") == nil,
      environmentValue("TERM") != "dumb", bytes.count(where: { $0 == 0x0A }) >= rows
    else { return nil }
    if let own = environmentValue("PAGER") { return own == "cat" ? nil : own }
    let folders = (environmentValue("PATH") ?? "/usr/bin:/bin").split(separator: ":")
    return folders.contains { pathExists("\($0)/less") } ? "less" : nil
  }

  /// Whether it could be started.
  private static func show(_ bytes: [UInt8], with command: String) -> Bool {
    // Ends on one screen, keeps colours, leaves the text standing; who has set it knows better.
    unsafe setenv("LESS", "FRX", 0)
    // Unsafe: C's streams. The pointer lives until pclose.
    guard let pipe = unsafe popen(command, "w") else { return false }
    _ = unsafe bytes.withUnsafeBytes { unsafe fwrite($0.baseAddress, 1, $0.count, pipe) }
    let status = unsafe pclose(pipe)
    // 127: the shell did not find it.
    return status >> 8 & 0xFF != 127
  }
}
