import Testing

@testable import TLSHandshake

@Suite struct TLSNegotiationTests {
  @Test func aCompleteHandshakeOfTLS12IsCertain() throws {
    let result = negotiation(.tls12)
    #expect(result.version == .tls12)
    #expect(result.cipherSuite?.openSSLName == "ECDHE-ECDSA-AES256-GCM-SHA384")
    #expect(result.group == .x25519)
    #expect(result.signatureScheme == .ecdsaSecp256r1Sha256)
    #expect(result.serverName == "mx.example.net")
    #expect(result.flight == .complete && result.flightCertainty == .certain)
    #expect(result.flightEvidence.map(\.peer) == [.client, .server, .client, .server])
    #expect(result.nextSpeaker == nil)
    #expect(result.clientCertificate == .notRequested)
    #expect(result.serverCertificates?.count == 1)
    #expect(result.resumption == TLSNegotiation.Resumption(state: .none, certainty: .certain))
    #expect(result.alerts.isEmpty)
    let offers = Dictionary(uniqueKeysWithValues: result.offers.map { ($0.kind, $0) })
    #expect(offers[.cipherSuite]?.isCommon == true && offers[.group]?.isCommon == true)
    #expect(offers[.signatureScheme]?.chosen == "ecdsa_secp256r1_sha256")
    #expect(offers[.version]?.isCommon == true)
  }

  @Test func aCompleteHandshakeOfTLS13IsStrong() {
    for recording in [Recording.tls13, .gnuTLS13] {
      let result = negotiation(recording)
      #expect(result.version == .tls13)
      #expect(result.cipherSuite?.rawValue == 0x1302)
      #expect(result.group == (recording.name == "tls13" ? .x25519 : .secp256r1))
      #expect(result.flight == .complete && result.flightCertainty == .strong, "\(recording.name)")
      #expect(result.clientCertificate == .hidden && result.clientCertificateInference == nil)
      #expect(result.resumption.state == .none)
      #expect(result.records.server.data.first?.length == 250)
    }
  }

  @Test func theLengthOfEHLOTellsWhetherItWasReissued() {
    for recording in [Recording.tls12, .tls13, .helloRetry, .gnuTLS13, .clientCertificate13] {
      let result = negotiation(recording)
      let same = result.ehloWasReissued(clearEHLOLength: 25)
      #expect(same.claim == .ehloReissued && same.certainty == .strong, "\(recording.name)")
      #expect(same.basis.count == 1 && same.basis.first?.peer == .client)
      #expect(same.basis.first?.length == (result.version == .tls12 ? 49 : 42))
      #expect(result.ehloWasReissued(clearEHLOLength: 26).claim == .firstCommandDiffers)
      #expect(result.clientQuitAfterHandshake == nil)
    }
    // In CBC mode a block's worth of lengths looks alike.
    let block = negotiation(.dheCBC).ehloWasReissued(clearEHLOLength: 25)
    #expect(block.claim == .ehloReissued && block.certainty == .probable)
    for length in [0, -1, 40_000] {
      #expect(negotiation(.tls13).ehloWasReissued(clearEHLOLength: length).claim == .unknown)
    }
  }

  @Test func aClientThatQuitsAfterTheHandshakeIsSeen() throws {
    let client12 = Array(Recording.tls12.client.dropLast(54)) + record(23, [UInt8](repeating: 1, count: 30))
    let quit12 = TLSNegotiation(
      client: stream(client12 + record(21, [UInt8](repeating: 2, count: 26))), server: stream(Recording.tls12.server))
    let claim12 = try #require(quit12.clientQuitAfterHandshake)
    #expect(claim12.certainty == .strong && claim12.basis.map(\.length) == [30, 26])
    #expect(quit12.ehloWasReissued(clearEHLOLength: 25).claim == .ehloNotReissued)
    let client13 = Array(Recording.tls13.client.dropLast(47)) + record(23, [UInt8](repeating: 1, count: 23))
    let quit13 = TLSNegotiation(
      client: stream(client13 + record(23, [UInt8](repeating: 2, count: 19))), server: stream(Recording.tls13.server))
    let claim13 = try #require(quit13.clientQuitAfterHandshake)
    #expect(claim13.certainty == .strong && claim13.basis.map(\.length) == [23, 19])
    #expect(!claim13.confirmation.isEmpty)
  }

  @Test func aClientThatSendsNothingIsNotAccusedOfMore() {
    let client = Array(Recording.tls13.client.dropLast(47))
    let result = TLSNegotiation(client: stream(client), server: stream(Recording.tls13.server))
    #expect(result.flight == .clientFlight && result.nextSpeaker == nil)
    #expect(result.ehloWasReissued(clearEHLOLength: 25).claim == .nothingSent)
    #expect(result.clientQuitAfterHandshake == nil)
  }

  @Test func aHelloRetryRequestIsFollowed() throws {
    let result = negotiation(.helloRetry)
    #expect(result.helloRetryRequest?.keyShare?.group == .secp384r1)
    #expect(result.clientHello?.keyShares?.map(\.group) == [.x25519])
    #expect(result.secondClientHello?.keyShares?.map(\.group) == [.secp384r1])
    #expect(result.group == .secp384r1)
    #expect(result.flight == .complete)
  }

  @Test func anUnansweredRetryIsTheClientsTurn() {
    let server = Array(Recording.helloRetry.server.prefix(93 + 6))
    let client = Array(Recording.helloRetry.client.prefix(304))
    let result = TLSNegotiation(client: stream(client), server: stream(server))
    #expect(result.serverHello == nil && result.helloRetryRequest != nil)
    #expect(result.version == .tls13 && result.flight == .clientHello)
    #expect(result.nextSpeaker == .client)
  }

  @Test func aRequestForACertificateIsAnsweredEmpty() {
    let result = negotiation(.requested12)
    #expect(result.certificateRequest?.signatureAlgorithms?.isEmpty == false)
    #expect(result.clientCertificate == .empty)
    #expect(result.clientCertificateInference == nil)
  }

  @Test func aHiddenCertificateIsInferredBySize() throws {
    let sent = negotiation(.clientCertificate13)
    #expect(sent.clientCertificate == .hidden)
    #expect(sent.clientCertificateInference?.claim == .clientCertificateSent)
    #expect(sent.clientCertificateInference?.certainty == .probable)
    let missing = negotiation(.certificateMissing13)
    #expect(missing.clientCertificateInference?.claim == .clientCertificateEmpty)
    #expect(missing.clientCertificateInference?.certainty == .strong)
    #expect(missing.clientCertificateInference?.basis.map(\.length) == [25, 69])
    let alert = try #require(missing.encryptedAlerts.first)
    #expect(alert.claim == .encryptedAlert(from: .server, position: .afterFinished))
    #expect(alert.certainty == .probable && missing.encryptedAlerts.count == 1)
  }

  @Test func aRefusalInClearIsReadAndOneEncryptedInferred() throws {
    let clear = negotiation(.rejected13)
    #expect(clear.alerts.map(\.sender) == [.client])
    #expect(clear.alerts.first?.alert.description == .unknownCA)
    #expect(clear.alerts.first?.alert.level == .fatal)
    #expect(clear.flight == .serverFlight && clear.nextSpeaker == nil)
    #expect(clear.encryptedAlerts.isEmpty)
    let hidden = negotiation(.gnuTLSRejected13)
    #expect(hidden.alerts.isEmpty)
    #expect(hidden.flight == .serverFlight && hidden.nextSpeaker == .client)
    #expect(hidden.encryptedAlerts.map(\.claim) == [.encryptedAlert(from: .client, position: .insteadOfFinished)])
    #expect(hidden.encryptedAlerts.first?.certainty == .probable)
    #expect(hidden.clientCertificateInference == nil)
  }

  @Test func aRefusedHelloNamesWhatWasOffered() {
    let result = negotiation(.noSharedCipher)
    #expect(result.alerts.map(\.alert.description) == [.handshakeFailure])
    #expect(result.alerts.first?.sender == .server)
    #expect(result.flight == .clientHello && result.version == nil && result.serverHello == nil)
    #expect(!result.leavesDataReadable)
    let suites = result.offers.first { $0.kind == .cipherSuite }
    #expect(suites?.offered == ["TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256"])
    #expect(suites?.chosen == nil && suites?.isCommon == nil)
    #expect(result.resumption.state == .unknown)
  }

  @Test func aFiniteFieldExchangeTellsItsPrime() {
    let result = negotiation(.dheCBC)
    #expect((result.primeBits ?? 0) >= 2048)
    #expect(result.usesEncryptThenMAC && result.usesExtendedMasterSecret)
    #expect(result.records.client.finished?.length == 68)
    #expect(result.protection?.finishedLength == 68)
  }

  @Test func aResumedSessionIsNotMissingItsCertificate() {
    let session = [UInt8](repeating: 4, count: 32)
    let client =
      record(22, message(1, clientHello(session: session, suites: [0xC02F]))) + record(20, [1])
      + record(22, [UInt8](repeating: 0x88, count: 40)) + record(23, [UInt8](repeating: 1, count: 49))
    let server =
      record(22, message(2, serverHello(session: session, suite: 0xC02F))) + record(20, [1])
      + record(22, [UInt8](repeating: 0x99, count: 40))
    let result = TLSNegotiation(client: stream(client), server: stream(server))
    #expect(result.resumption == TLSNegotiation.Resumption(state: .resumed, certainty: .certain))
    #expect(result.flight == .complete && result.clientCertificate == .notRequested)
    #expect(result.ehloWasReissued(clearEHLOLength: 25).claim == .ehloReissued)
    let half = TLSNegotiation(client: stream(Array(client.prefix(80))), server: stream(server))
    #expect(half.flight == .serverFlight && half.nextSpeaker == .client)
  }

  @Test(arguments: [(0x0002, true), (0xC006, true), (0xC02F, false)])
  func aSuiteWithoutCipherLeavesDataReadable(suite: Int, isReadable: Bool) {
    let client = stream(record(22, message(1, clientHello(suites: [suite]))))
    let server = stream(record(22, message(2, serverHello(suite: suite))))
    #expect(TLSNegotiation(client: client, server: server).leavesDataReadable == isReadable)
  }

  @Test func oneDirectionAloneIsRead() {
    let nothing = stream([])
    let onlyClient = TLSNegotiation(client: stream(Recording.tls13.client), server: nothing)
    #expect(onlyClient.serverName == "mx.example.net" && onlyClient.version == nil)
    #expect(onlyClient.flight == .clientHello && onlyClient.clientCertificate == .unknown)
    #expect(onlyClient.ehloWasReissued(clearEHLOLength: 25).claim == .unknown)
    let onlyServer = TLSNegotiation(client: nothing, server: stream(Recording.tls13.server))
    #expect(onlyServer.version == .tls13 && onlyServer.clientHello == nil)
    #expect(onlyServer.offers.isEmpty)
  }

  @Test func aGapTakesCertaintyAway() {
    var client = TLSStream()
    client.take(Recording.tls13.client.dropLast(47))
    client.missing(47)
    client.end()
    let result = TLSNegotiation(client: client, server: stream(Recording.tls13.server))
    #expect(result.ehloWasReissued(clearEHLOLength: 25).certainty == .undetermined)
    #expect(result.clientQuitAfterHandshake == nil)
  }

  @Test func earlyDataIsNotTakenForTheHandshake() {
    // Two records of early data, its end, Finished, then the greeting.
    let hello = clientHello(
      suites: [0x1301],
      extensions: [hexExtension(43, vector8(big16(0x0304))), hexExtension(42, [])])
    let sizes = [60, 53, 21, 53, 42]
    let client = record(22, message(1, hello)) + sizes.flatMap { record(23, [UInt8](repeating: 3, count: $0)) }
    let server =
      record(
        22, message(2, serverHello(suite: 0x1301, extensions: [hexExtension(43, [3, 4]), hexExtension(41, [0, 0])])))
      + [30, 53].flatMap { record(23, [UInt8](repeating: 3, count: $0)) }
    let result = TLSNegotiation(client: stream(client), server: stream(server))
    #expect(result.resumption.state == .resumed && result.clientCertificate == .notRequested)
    #expect(result.records.client.data.map(\.length) == [42])
    #expect(result.ehloWasReissued(clearEHLOLength: 25).claim == .ehloReissued)
  }
}
