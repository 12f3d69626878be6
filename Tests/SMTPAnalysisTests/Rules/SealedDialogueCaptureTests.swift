import Diagnosis
import Foundation
import SMTPSession
import SMTPTranscript
import TestSupport
import Testing

/// Sealed conversations of real servers, read by sizes; the first session with TLS of each capture counts.
@Suite("Sealed conversations of captures")
struct SealedDialogueCaptureTests {
  static let delivered = [
    "healthy-ipv6.pcapng", "healthy-postscreen.pcap", "healthy-proxy-protocol-v2.pcap", "healthy-starttls-exim.pcapng",
    "healthy-starttls-opensmtpd.pcap", "healthy-starttls-postfix.pcap", "healthy-starttls-sendmail.pcap",
    "healthy-submission-auth.pcap", "healthy-submissions-465.pcap", "healthy-tls12-anonymous.pcap",
    "healthy-tls12.pcap", "healthy-tls13-client-certificate-requested.pcap", "healthy-tls13-x25519.pcap",
    "mtls-complete-tls12.pcap", "mtls-complete-tls13.pcap", "tls-hello-retry.pcap", "tls-resumption-12.pcap",
    "tls-resumption-13.pcap", "domain-security-mutual-tls.pcap",
  ]

  private func read(_ name: String) -> SealedDialogue? {
    let run = AnalysisRun([ProjectFolders.captures.appending(path: name)])
    return run.sessions.first { $0.session.tls != nil }.flatMap { SealedDialogue($0.session) }
  }

  @Test("a message was answered", arguments: delivered)
  func delivers(name: String) throws {
    let dialogue = try #require(read(name))
    if case .delivered = dialogue.outcome {} else { Issue.record("\(dialogue.outcome)") }
    #expect(dialogue.certainty == .probable)
    #expect(dialogue.showsIntent)
  }

  @Test(
    "nothing was asked for",
    arguments: [
      "tls-client-quit-after-handshake.pcap", "tls-client-quit-after-handshake-tls12.pcap", "tls-old-tls10.pcap",
      "tls-weak-rsa.pcap", "tls-resumption-12-session-id.pcap", "x-anonymoustls.pcap", "command-injection.pcap",
    ])
  func looks(name: String) throws {
    let dialogue = try #require(read(name))
    #expect(dialogue.outcome == .looked)
    #expect(dialogue.leave?.side == .client)
    #expect(!dialogue.showsIntent)
  }

  @Test(
    "the client left before it said anything", arguments: ["tls-exim-verify-tls12.pcap", "tls-exim-verify-tls13.pcap"])
  func saysNothing(name: String) throws {
    let dialogue = try #require(read(name))
    #expect(dialogue.outcome == .nothingSaid)
    #expect(dialogue.leave?.side == .client)
    #expect(dialogue.leave?.kind == .alert)
  }

  @Test(
    "the server refused",
    arguments: [
      ("mtls-missing-tls13.pcap", "clientFlight"), ("mtls-rejected-tls13.pcap", "clientFlight"),
      ("mtls-missing-exim-tls13.pcap", "clientFlight"), ("mtls-missing-postfix.pcap", "secondEHLO"),
      ("mtls-missing-postfix-tls12.pcap", "secondEHLO"),
    ])
  func refuses(name: String, stage: String) throws {
    let dialogue = try #require(read(name))
    if case .refused(let at, _) = dialogue.outcome {
      #expect(at.rawValue == stage)
    } else {
      Issue.record("\(dialogue.outcome)")
    }
  }

  @Test(
    "no handshake, nothing to read",
    arguments: [
      "mtls-missing-tls12.pcap", "tls-stalled.pcap", "cert-expired-tls13-nss.pcap", "one-direction-client.pcap",
    ])
  func handshakeFailed(name: String) {
    #expect(read(name) == nil)
  }
}
