import Diagnosis
import Foundation
import Reports
import Testing

@testable import SMTPAnalysis

@Suite("Sessions are judged again by what their siblings show")
struct SiblingTests {
  private typealias Script = SiblingScript

  private static func verdict(_ run: AnalysisRun, _ session: Int = 1) throws -> Verdict {
    try #require(run.sessions.first { $0.session.id == session }).verdict
  }

  private static func accused(_ run: AnalysisRun) -> [Int] {
    run.sessions.filter { $0.verdict.outcome == .stopped || $0.findings.contains { $0.severity == .problem } }.map(
      \.session.id)
  }

  // MARK: - Lowered

  @Test("who sends mail in clear to the same server does not insist on TLS")
  func clearMail() throws {
    for (client, accused) in [(Script.client, []), (Script.other, [1])] {
      var script = Script()
      script.look(at: 0)
      script.talk(client, at: 30) {
        $0.introduce(Script.plain)
        $0.mail()
        $0.quit()
      }
      let run = script.run()
      #expect(Self.accused(run) == accused)
      #expect(try Self.verdict(run).sentence.contains("30 seconds later (session 2)") == accused.isEmpty)
    }
  }

  @Test("even and short intervals without mail are those of a monitor; two looks, or uneven ones, are not")
  func monitor() throws {
    for (times, isMonitor) in [
      ([0.0, 60, 120, 180], true), ([0, 60], false), ([0, 60, 200, 230], false), ([0, 1800, 3600, 5400], false),
    ] {
      var script = Script()
      for time in times { script.look(at: time) }
      let run = script.run()
      #expect(Self.accused(run).isEmpty == isMonitor, "\(times)")
      #expect(try Self.verdict(run).sentence.contains("a monitor does so") == isMonitor)
    }
  }

  @Test("a message that was put off and accepted later is linked with the later session; another message is not")
  func retry() throws {
    for (recipient, isSame) in [("bob@example.net", true), ("carol@example.net", false)] {
      var script = Script()
      script.talk(at: 0) {
        $0.introduce(Script.plain)
        $0.mail(answer: "450 4.2.0 Greylisted, try again later")
        $0.quit()
      }
      script.talk(at: 300) {
        $0.introduce(Script.plain)
        $0.mail(to: recipient)
        $0.quit()
      }
      let run = script.run()
      let verdict = try Self.verdict(run)
      #expect(verdict.sentence.contains("tried again after 5 minutes in session 2 and was accepted") == isSame)
      #expect(verdict.outcome == (isSame ? .undetermined : .stopped))
      #expect(verdict.finding == "policy/greylisted")
      #expect(Self.accused(run) == (isSame ? [] : [1]))
    }
  }

  @Test("the same envelope from another client in between does not hide the retry, and is none itself")
  func retryBehindAnother() throws {
    for comesAgain in [true, false] {
      var script = Script()
      script.talk(at: 0) {
        $0.introduce(Script.plain)
        $0.mail(answer: "450 4.2.0 Greylisted, try again later")
        $0.quit()
      }
      script.talk([10, 9, 9, 9], at: 120) {
        $0.introduce(Script.plain, name: "relay.example.org")
        $0.mail()
        $0.quit()
      }
      if comesAgain {
        script.talk(at: 300) {
          $0.introduce(Script.plain)
          $0.mail()
          $0.quit()
        }
      }
      let run = script.run()
      let verdict = try Self.verdict(run)
      #expect(verdict.sentence.contains("tried again after 5 minutes in session 3 and was accepted") == comesAgain)
      #expect(Self.accused(run) == (comesAgain ? [] : [1]))
    }
  }

  @Test("an attempt over IPv6 that was refused is none where IPv4 works at once; later, or elsewhere, says nothing")
  func addressFamily() throws {
    let six: [UInt8] = [0x20, 0x01, 0x0D, 0xB8] + Array(repeating: 0, count: 11) + [5]
    let sixServer: [UInt8] = [0x20, 0x01, 0x0D, 0xB8] + Array(repeating: 0, count: 11) + [9]
    let loop: [UInt8] = Array(repeating: 0, count: 15) + [1]
    for (client, server, later, isFallback) in [
      (six, sixServer, 0.5, true), (six, sixServer, 40.0, false), (loop, loop, 0.5, false),
    ] {
      var script = Script()
      script.talk(client, server, at: 0) {
        $0.send(true, flags: 0x02)
        $0.send(false, flags: 0x14)
      }
      script.talk(at: later) {
        $0.introduce(Script.plain)
        $0.mail()
        $0.quit()
      }
      let run = script.run()
      #expect(run.findingIDs.contains("transport/address-family-fallback") == isFallback, "\(later)")
      #expect(Self.accused(run) == (isFallback ? [] : [1]))
    }
    var script = Script()
    script.talk(loop, loop, at: 0) {
      $0.send(true, flags: 0x02)
      $0.send(false, flags: 0x14)
    }
    script.talk([127, 0, 0, 1], [127, 0, 0, 1], at: 0.1) {
      $0.introduce(Script.plain)
      $0.quit()
    }
    let verdict = try Self.verdict(script.run())
    #expect(verdict.finding == "transport/address-family-fallback" && verdict.certainty == .strong)
  }

  // MARK: - Raised

  @Test(
    "an offer of the same server within an hour makes it sure that this client lacks it; one of another day does not")
  func offered() throws {
    for (client, seconds, certainty) in [
      (Script.other, 20.0, Certainty.strong), (Script.client, 3000, .strong), (Script.other, 90_000, .probable),
    ] {
      var script = Script()
      script.look(at: 0)
      script.look(client, at: seconds, Script.withTLS, name: "another.example.org")
      let run = script.run()
      let verdict = try Self.verdict(run)
      #expect(verdict.finding == "starttls/not-offered" && verdict.outcome == .stopped)
      #expect(verdict.certainty == certainty)
    }
  }

  @Test("growing pauses with the same end each time are those of a queue")
  func queue() throws {
    for (times, certainty) in [([0.0, 300, 900, 2100], Certainty.strong), ([0, 2100, 2400], .probable)] {
      var script = Script()
      for time in times { script.look(at: time) }
      let verdict = try Self.verdict(script.run())
      #expect(verdict.finding == "starttls/not-offered" && verdict.certainty == certainty, "\(times)")
      #expect(verdict.sentence.contains("every retry stops here") == (certainty == .strong))
    }
  }

  /// A ClientHello with one key share, in a record.
  private static func hello(group: UInt16, shareBytes: Int) -> [UInt8] {
    func word(_ value: Int) -> [UInt8] { [UInt8(value >> 8), UInt8(value & 0xFF)] }
    let share = word(Int(group)) + word(shareBytes) + [UInt8](repeating: 9, count: shareBytes)
    var extensions: [UInt8] = [0, 43, 0, 3, 2, 3, 4]
    extensions += [0, 51] + word(share.count + 2) + word(share.count) + share
    let body =
      [3, 3] + [UInt8](repeating: 7, count: 32) + [0, 0, 2, 0x13, 1, 1, 0] + word(extensions.count) + extensions
    let message = [1, 0] + word(body.count) + body
    return [22, 3, 1] + word(message.count) + message
  }

  @Test("a large hello that is not answered, where a small one is: its size; where a large one is, another reason")
  func bigHello() throws {
    let serverHello: [UInt8] =
      [22, 3, 3, 0, 56, 2, 0, 0, 52, 3, 3] + [UInt8](repeating: 5, count: 32)
      + [0, 0x13, 1, 0, 0, 12, 0, 43, 0, 2, 3, 4, 0, 51, 0, 2, 0, 29]
    for (sibling, isSize) in [
      (Self.hello(group: 29, shareBytes: 32), true), (Self.hello(group: 4588, shareBytes: 1500), false),
    ] {
      var script = Script()
      script.talk(at: 0) {
        $0.introduce(Script.withTLS)
        $0.client("STARTTLS")
        $0.server("220 Go ahead")
        let bytes = Self.hello(group: 4588, shareBytes: 1600)
        $0.send(true, flags: 0x10, Array(bytes[..<1400]))
        $0.send(true, flags: 0x18, Array(bytes[1400...]))
        $0.send(false, flags: 0x10)
        $0.seconds += 60
        $0.close()
      }
      script.talk(at: 300) {
        $0.introduce(Script.withTLS)
        $0.client("STARTTLS")
        $0.server("220 Go ahead")
        $0.send(true, flags: 0x18, sibling)
        $0.send(false, flags: 0x18, serverHello)
        $0.close()
      }
      let verdict = try Self.verdict(script.run())
      #expect((verdict.finding == "tls/clienthello-too-big") == isSize, "\(verdict.finding ?? "")")
      if isSize { #expect(verdict.certainty == .strong && verdict.outcome == .stopped) }
    }
  }

  // MARK: - Several together

  @Test("two clients and two lists: a policy within the day, a change beyond it")
  func unequal() throws {
    for (seconds, certainty) in [(20.0, Certainty.strong), (20_000, .probable), (400_000, nil)] {
      var script = Script()
      script.look(at: 0)
      script.look(Script.other, at: seconds, Script.withTLS)
      let findings = script.run().summary.findings
      #expect(findings.first { $0.id == "starttls/not-offered-to-this-client" }?.certainty == certainty)
      #expect(findings.contains { $0.id == "starttls/offer-changed" } == (certainty == nil))
    }
  }

  @Test("a client that sends in clear is not stopped by a list without STARTTLS, and its mail is exposed")
  func exposed() {
    var script = Script()
    script.talk(at: 0) {
      $0.introduce(Script.plain)
      $0.mail()
      $0.quit()
    }
    script.look(Script.other, at: 20, Script.withTLS)
    let found = script.run().summary.findings.first { $0.id == "starttls/not-offered-to-this-client" }
    #expect(found?.severity == .exposure)
  }

  @Test("a list that a device wrote over is no policy of the server")
  func masked() {
    var script = Script()
    script.look(at: 0, ["PIPELINING", "XXXXXXXA", "8BITMIME"])
    script.look(Script.other, at: 20, Script.withTLS)
    let run = script.run()
    #expect(!run.findingIDs.contains("starttls/not-offered-to-this-client"))
    #expect(run.sessions.first?.verdict.finding == "ehlo/masked-capabilities")
  }

  @Test("mail in clear before TLS was switched on is no downgrade; after it was there it is one")
  func downgraded() {
    for isFirst in [true, false] {
      var script = Script()
      script.talk(at: isFirst ? 0 : 1000) {
        $0.introduce(Script.plain)
        $0.mail()
        $0.quit()
      }
      script.look(at: isFirst ? 1000 : 0, Script.withTLS)
      let ids = script.run().findingIDs
      #expect(ids.contains("security/downgraded") == !isFirst)
      #expect(ids.contains("starttls/offer-changed"))
    }
  }

  @Test("one conversation on both sides of a device is one: two clients that do the same are two")
  func copies() throws {
    for (lag, isCopy) in [(0.004, true), (-0.3, false)] {
      var script = Script()
      // The client's side: commands come earlier, and replies later.
      script.talk([10, 0, 0, 5], at: 0, sequence: 7) {
        $0.introduce(Script.plain)
        $0.quit()
      }
      script.talk([198, 51, 100, 7], at: isCopy ? 0 : 0.3, sequence: isCopy ? 7 : 99) {
        if isCopy {
          $0.clientLag = lag
          $0.serverLag = -lag
        }
        $0.introduce(Script.withTLS)
        $0.quit()
      }
      let run = script.run()
      #expect(run.findingIDs.contains("capture/nat-both-sides") == isCopy)
      #expect(run.findingIDs.contains("starttls/not-offered-to-this-client") == !isCopy)
      let verdict = try Self.verdict(run)
      #expect(verdict.finding == (isCopy ? "security/stripping-suspected" : "starttls/not-offered"))
      #expect(verdict.stoppedBy == (isCopy ? .network : .client))
      #expect(verdict.certainty == .strong)
    }
  }

  @Test("of sessions that begin at the same moment it does not matter which comes first")
  func sameMoment() {
    func findings(reversed: Bool) -> [String] {
      var script = Script()
      for isPlain in reversed ? [false, true] : [true, false] {
        script.look(isPlain ? Script.client : Script.other, at: 0, isPlain ? Script.plain : Script.withTLS)
      }
      let run = script.run()
      let verdicts = run.sessions.map {
        "\($0.session.client.address) \($0.verdict.finding ?? "") \($0.verdict.certainty) \($0.verdict.outcome)"
      }
      return verdicts.sorted() + run.summary.findings.map { "\($0.id) \($0.certainty)" }
    }
    #expect(findings(reversed: false) == findings(reversed: true))
  }

  // MARK: - Waiting

  private static func ids(limit: Int, sessions: Int = 20, waits: Bool = true) -> (
    early: [Int], late: [Int], strong: [Int]
  ) {
    var script = Script()
    for index in 0..<sessions { script.look([192, 0, 2, UInt8(index + 1)], at: Double(index * 10)) }
    script.look(Script.other, at: Double(sessions * 10), Script.withTLS)
    var options = AnalysisRun.options
    options.heldSessions.sessions = limit
    options.waitsForOthers = waits
    var analysis = Analysis(options: options)
    var (early, late, strong): ([Int], [Int], [Int]) = ([], [], [])
    do {
      var capture = try analysis.open(bytes: script.capture, name: "memory")
      while try analysis.readSome(&capture) {}
      func note(_ diagnosed: DiagnosedSession, _ ids: inout [Int]) {
        ids.append(diagnosed.session.id)
        if diagnosed.verdict.certainty == .strong { strong.append(diagnosed.session.id) }
      }
      while let next = analysis.nextSession() { note(next, &early) }
      analysis.finish()
      while let next = analysis.nextSession() { note(next, &late) }
    } catch {
      Issue.record("\(error)")
    }
    return (early, late, strong)
  }

  @Test("where too many wait the oldest is decided first, and none is lost")
  func bound() {
    let few = Self.ids(limit: 5)
    #expect(few.early.filter { $0 <= 20 } == Array(1...few.early.filter { $0 <= 20 }.count))
    #expect((few.early + few.late).sorted() == Array(1...21))
    #expect(few.late.filter { $0 <= 20 }.count <= 6)
    let all = Self.ids(limit: 4096)
    #expect(all.early.filter { $0 <= 20 } == [] && (all.early + all.late).sorted() == Array(1...21))
    #expect(all.strong == Array(1...20))
    // What had to be decided early is decided by what was known by then.
    #expect(few.strong.count < 20 && few.strong.contains(20))
    let live = Self.ids(limit: 4096, waits: false)
    #expect((live.early + live.late).sorted() == Array(1...21))
    #expect(live.late.count <= 1)
  }
}
