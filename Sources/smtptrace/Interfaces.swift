import ArgumentParser
import LiveCapture

/// `smtptrace interfaces`: what can be listened on.
struct Interfaces: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "interfaces",
    abstract: "List the interfaces that live can listen on, with their state and addresses.")

  mutating func run() throws {
    do throws(LiveCaptureError) {
      let interfaces = try NetworkInterface.all()
      let width = interfaces.map(\.name.count).max() ?? 0
      for interface in interfaces {
        let name = interface.name + String(repeating: " ", count: width - interface.name.count)
        var parts = [interface.state == .idle ? "up, no carrier" : interface.state.rawValue]
        if interface.isLoopback { parts.append("loopback") }
        if interface.isWireless { parts.append("wireless") }
        parts += interface.addresses
        if let description = interface.description { parts.append("(\(description))") }
        StandardOutput.write("\(name)  \(parts.joined(separator: "  "))\n")
      }
    } catch {
      StandardError.write("smtptrace: \(error.description)\n")
      throw ExitCode(3)
    }
  }
}
