import Reports

/// One line of a result (`--format ndjson`) or of an exported history, as far as a history needs it.
///
/// Lines of types that are not known here, and keys of known ones, are passed over: results may say more from version to version.
struct ResultLine {
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

  init(_ line: LineValue) throws(LineFault) {
    if !line.has("type"), line.has("sessions") { throw .document }
    let type = try line.text("type")
    switch type {
    case "session", "capture":
      let version = try line.integer("schemaVersion")
      if version != Self.schemaVersion {
        content = .newer(version)
      } else {
        content = type == "capture" ? .capture : .session(try Session(line))
      }
    case "history":
      let version = try line.integer("historyVersion")
      content = version == ExportedSession.version ? .exported(try ExportedSession(line)) : .newer(version)
    default: content = .other
    }
  }

  struct Session {
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

    init(_ value: LineValue) throws(LineFault) {
      sensor = try value.textIfThere("sensor")
      capture = try value.textIfThere("capture")
      redacted = try value.textsIfThere("redacted")
      id = try value.integerIfThere("id")
      key = try value.text("key")
      client = try Endpoint(value.member("client"))
      server = try Endpoint(value.member("server"))
      start = try value.text("start")
      stages = try value.list("stages", StageState.init)
      verdict = try Verdict(value.member("verdict"))
      findings = try value.list("findings", Finding.init)
      tls = try value.memberIfThere("tls", TLS.init)
      transactions = try value.list("transactions", Transaction.init)
      ehlo = try value.list("ehlo", Hello.init)
      transcript = try value.listIfThere("transcript", Said.init)
    }
  }

  struct Endpoint {
    var address: String
    var port: Int

    init(_ value: LineValue) throws(LineFault) {
      address = try value.text("address")
      port = try value.integer("port")
    }
  }

  struct StageState {
    var stage: String
    var state: String

    init(_ value: LineValue) throws(LineFault) {
      stage = try value.text("stage")
      state = try value.text("state")
    }
  }

  struct Verdict {
    var outcome: String
    var disposition: String
    var stage: String
    var stoppedBy: String?
    var actor: String?
    var finding: String?
    var certainty: String?

    init(_ value: LineValue) throws(LineFault) {
      outcome = try value.text("outcome")
      disposition = try value.text("disposition")
      stage = try value.text("stage")
      stoppedBy = try value.textIfThere("stoppedBy")
      actor = try value.textIfThere("actor")
      finding = try value.textIfThere("finding")
      certainty = try value.textIfThere("certainty")
    }
  }

  struct Finding {
    var evidence: [Evidence]

    init(_ value: LineValue) throws(LineFault) {
      evidence = try value.list("evidence", Evidence.init)
    }
  }

  struct Evidence {
    var quote: String?

    init(_ value: LineValue) throws(LineFault) {
      quote = try value.textIfThere("quote")
    }
  }

  struct TLS {
    var mode: String
    var completed: Bool
    var version: String?
    var cipherSuite: String?
    var serverName: String?
    var certificates: [Certificate]

    init(_ value: LineValue) throws(LineFault) {
      mode = try value.text("mode")
      completed = try value.truth("completed")
      version = try value.textIfThere("version")
      cipherSuite = try value.textIfThere("cipherSuite")
      serverName = try value.textIfThere("serverName")
      certificates = try value.list("certificates", Certificate.init)
    }
  }

  struct Certificate {
    var subject: String?
    var issuer: String?
    var notAfter: String?
    var sha256: String?

    init(_ value: LineValue) throws(LineFault) {
      subject = try value.textIfThere("subject")
      issuer = try value.textIfThere("issuer")
      notAfter = try value.textIfThere("notAfter")
      sha256 = try value.textIfThere("sha256")
    }
  }

  struct Transaction {
    var mailFrom: String?
    var recipients: [Recipient]

    init(_ value: LineValue) throws(LineFault) {
      mailFrom = try value.textIfThere("mailFrom")
      recipients = try value.list("recipients", Recipient.init)
    }
  }

  struct Recipient {
    var address: String
    var replyCode: Int?

    init(_ value: LineValue) throws(LineFault) {
      address = try value.text("address")
      replyCode = try value.integerIfThere("replyCode")
    }
  }

  struct Hello {
    /// `EHLO`, `LHLO` or `HELO`; `nil` in results of versions that did not write it.
    var verb: String?
    var serverName: String?
    var keywords: [String]
    /// Whether the whole list was captured.
    var complete: Bool?
    var packet: Int?
    var protected: Bool

    init(_ value: LineValue) throws(LineFault) {
      verb = try value.textIfThere("verb")
      serverName = try value.textIfThere("serverName")
      keywords = try value.texts("keywords")
      complete = try value.truthIfThere("complete")
      packet = try value.integerIfThere("packet")
      protected = try value.truth("protected")
    }
  }

  struct Said {
    var from: String
    var kind: String
    var text: String

    init(_ value: LineValue) throws(LineFault) {
      from = try value.text("from")
      kind = try value.text("kind")
      text = try value.text("text")
    }
  }
}
