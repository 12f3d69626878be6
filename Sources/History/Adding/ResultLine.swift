/// One line of a result (`--format ndjson`) or of an exported history, as far as a history needs it.
///
/// Lines of types that are not known here, and keys of known ones, are passed over: results may say more from version to version.
struct ResultLine: Decodable {
  /// The version of results that is understood; `Schema.json` describes it.
  static let schemaVersion = 1

  enum Content {
    case session(Session)
    /// The last line of a whole result.
    case capture
    case exported(ExportedSession)
    /// A type that says nothing to a history.
    case other
    /// Written by a newer version of the program.
    case newer(Int)
  }

  let content: Content

  private enum Key: String, CodingKey { case type, schemaVersion, historyVersion }

  init(from decoder: any Decoder) throws {
    let line = try decoder.container(keyedBy: Key.self)
    let type = try line.decode(String.self, forKey: .type)
    switch type {
    case "session", "capture":
      let version = try line.decode(Int.self, forKey: .schemaVersion)
      if version != Self.schemaVersion {
        content = .newer(version)
      } else {
        content = type == "capture" ? .capture : .session(try Session(from: decoder))
      }
    case "history":
      let version = try line.decode(Int.self, forKey: .historyVersion)
      content =
        version == ExportedSession.version ? .exported(try ExportedSession(from: decoder)) : .newer(version)
    default: content = .other
    }
  }

  struct Session: Decodable {
    var sensor: String?
    var capture: String?
    /// What stand-ins take the place of.
    var redacted: [String]?
    var id: Int?
    var key: String
    var client: Endpoint
    var server: Endpoint
    var start: String
    var stages: [StageState]
    var verdict: Verdict
    var findings: [Finding]
    var tls: TLS?
    var transactions: [Transaction]
    var ehlo: [Hello]
    /// `nil` where the result was written without conversations.
    var transcript: [Said]?
  }

  struct Endpoint: Decodable {
    var address: String
    var port: Int
  }

  struct StageState: Decodable {
    var stage: String
    var state: String
  }

  struct Verdict: Decodable {
    var outcome: String
    var disposition: String
    var stage: String
    var stoppedBy: String?
    var actor: String?
    var finding: String?
    var certainty: String?
  }

  struct Finding: Decodable {
    var evidence: [Evidence]
  }

  struct Evidence: Decodable {
    var quote: String?
  }

  struct TLS: Decodable {
    var mode: String
    var completed: Bool
    var version: String?
    var cipherSuite: String?
    var serverName: String?
    var certificates: [Certificate]
  }

  struct Certificate: Decodable {
    var subject: String?
    var issuer: String?
    var notAfter: String?
    var sha256: String?
  }

  struct Transaction: Decodable {
    var mailFrom: String?
    var recipients: [Recipient]
  }

  struct Recipient: Decodable {
    var address: String
    var replyCode: Int?
  }

  struct Hello: Decodable {
    /// `EHLO`, `LHLO` or `HELO`; `nil` in results of versions that did not write it.
    var verb: String?
    var serverName: String?
    var keywords: [String]
    /// Whether the whole list was captured.
    var complete: Bool?
    var packet: Int?
    var protected: Bool
  }

  struct Said: Decodable {
    var from: String
    var kind: String
    var text: String
  }
}
