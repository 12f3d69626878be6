import CaptureFiles
import Diagnosis
import Foundation
import Reports
import SMTPAnalysis
import SMTPSession
import TestSupport
import Testing

/// More open connections than the memory allows: sessions are decided early, and it is told.
@Suite("What is kept of open connections has one bound")
struct MemoryTests {
  /// Connections that all stay open and speak in turn, as many lines in each of as many rounds.
  private static func capture(connections: Int, rounds: Int, lines: Int) -> [UInt8] {
    var script = WireScript()
    var places: [(client: UInt32, server: UInt32)] = []
    for connection in 0..<connections {
      script.reopen(client: [10, 0, UInt8(connection >> 8), UInt8(connection & 255)])
      script.say(.server, "220 mx.example.net ESMTP\r\n")
      script.say(.client, "EHLO client.example.org\r\n")
      script.say(.server, "250-mx.example.net\r\n250 STARTTLS\r\n")
      places.append((script.place(.client), script.place(.server)))
    }
    let port = script.clientPort
    for _ in 0..<rounds {
      for connection in 0..<connections {
        script.resume(
          client: [10, 0, UInt8(connection >> 8), UInt8(connection & 255)],
          port: port - UInt16(connections - 1 - connection), places[connection])
        script.say(.client, String(repeating: "NOOP\r\n", count: lines))
        script.say(.server, String(repeating: "250 ok\r\n", count: lines))
        places[connection] = (script.place(.client), script.place(.server))
      }
    }
    return script.capture
  }

  private static func run(connections: Int, rounds: Int, memory: Int) -> AnalysisRun {
    var options = AnalysisRun.options
    options.memoryBytes = memory
    return AnalysisRun(bytes: capture(connections: connections, rounds: rounds, lines: 100), options: options)
  }

  @Test("the largest sessions are decided by what is known of them, each once, and nobody is accused")
  func lettingGo() {
    let run = Self.run(connections: 60, rounds: 16, memory: 16 << 20)
    #expect(run.sessions.count == 60)
    let cut = run.sessions.filter { $0.session.completion == .evicted }
    #expect(!cut.isEmpty && cut.count <= 60)
    for session in cut {
      #expect(session.findings.contains { $0.id == "capture/limits" })
      #expect(!session.findings.contains { $0.severity == .problem }, "\(session.verdict.sentence)")
    }
    #expect(run.summary.omissions.contains { $0.kind == .sessionsDecidedEarly && $0.count == cut.count })
    #expect(run.text().contains("--memory"))
  }

  @Test("what fits is kept whole")
  func fits() {
    let run = Self.run(connections: 10, rounds: 10, memory: 128 << 20)
    #expect(run.sessions.allSatisfy { $0.session.completion == .captureEnded })
    #expect(!run.summary.omissions.contains { $0.kind.isCaveat })
  }
}
