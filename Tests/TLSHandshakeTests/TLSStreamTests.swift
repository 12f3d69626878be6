import TestSupport
import Testing

@testable import TLSHandshake

@Suite struct TLSStreamTests {
  private static let directions: [[UInt8]] = Recording.all.flatMap { [$0.client, $0.server] }

  @Test func everyRecordingIsReadToItsEnd() {
    for recording in Recording.all {
      for (direction, data) in [("client", recording.client), ("server", recording.server)] {
        let result = stream(data)
        #expect(result.kind == .tls, "\(recording.name) \(direction)")
        #expect(result.syncLoss == nil && result.unreadMessagesOffset == nil && result.missingLength == 0)
        #expect(result.partialHeaderLength == 0)
        #expect(result.keptRecords.allSatisfy { !$0.isIncomplete }, "\(recording.name) \(direction)")
        #expect(result.messages.allSatisfy { $0.isComplete && $0.problem == nil }, "\(recording.name) \(direction)")
        #expect(isSound(result, end: UInt64(data.count)))
      }
    }
  }

  @Test func theWayAStreamIsCutDoesNotMatter() {
    for data in Self.directions {
      let whole = Summary(stream(data))
      #expect(Summary(stream(pieces: data.map { [$0] })) == whole)
      for seed in UInt64(1)...20 {
        var generator = SeededGenerator(seed: seed)
        var pieces: [[UInt8]] = []
        var rest = data[...]
        while !rest.isEmpty {
          let count = Int.random(in: 1...min(rest.count, 90), using: &generator)
          pieces.append(Array(rest.prefix(count)))
          rest = rest.dropFirst(count)
        }
        #expect(Summary(stream(pieces: pieces)) == whole, "seed \(seed)")
      }
    }
  }

  @Test func aStreamCutAtAnyOffsetSaysWhatIsIncomplete() {
    for data in Self.directions {
      let whole = stream(data)
      for end in 0..<data.count {
        let cut = stream(Array(data[..<end]))
        #expect(isSound(cut, end: UInt64(end)))
        let complete = whole.messages.filter { $0.endOffset <= end }
        #expect(cut.messages.filter(\.isComplete) == complete, "cut at \(end)")
        #expect(cut.messages.filter { !$0.isComplete }.allSatisfy { $0.problem?.reason == .cutShort })
        let isBetweenRecords = end == 0 || whole.keptRecords.contains { $0.endOffset == end }
        let showsCut = cut.partialHeaderLength > 0 || cut.keptRecords.last?.flags.contains(.cutShort) == true
        #expect(isBetweenRecords != showsCut, "cut at \(end)")
      }
    }
  }

  @Test func aGapInsideARecordIsPassedOverExactly() throws {
    let data = Recording.tls12.server
    let whole = stream(data)
    let certificate = try #require(whole.firstMessage(.certificate))
    for length in [1, 50, certificate.length - 20] {
      var cut = TLSStream()
      let start = Int(certificate.startOffset) + 10
      cut.take(data[..<start])
      cut.missing(UInt64(length))
      cut.take(data[(start + length)...])
      cut.end()
      let damaged = try #require(cut.firstMessage(.certificate))
      #expect(!damaged.isComplete)
      #expect(damaged.content == nil)
      #expect(damaged.problem?.reason == .missingBytes)
      #expect(damaged.problem?.found == UInt64(certificate.length - length))
      #expect(damaged.endOffset == certificate.endOffset)
      #expect(cut.firstMessage(.serverKeyExchange) == whole.firstMessage(.serverKeyExchange))
      #expect(cut.firstMessage(.serverHelloDone)?.startOffset == whole.firstMessage(.serverHelloDone)?.startOffset)
      #expect(cut.recordCount == whole.recordCount)
      #expect(cut.keptRecords.filter { $0.flags.contains(.missingBytes) }.count == 1)
      #expect(cut.missingLength == UInt64(length))
    }
  }

  @Test func aGapOverHeadersIsFollowedOnlyByVerifiedRecords() throws {
    let data = Recording.tls12.server
    let whole = stream(data)
    let records = whole.keptRecords
    // The gap takes the end of the second record and the start of the third: the fourth is the next that can be found.
    var cut = TLSStream()
    let start = Int(records[1].offset) + 100
    let end = Int(records[2].offset) + 40
    cut.take(data[..<start])
    cut.missing(UInt64(end - start))
    cut.take(data[end...])
    cut.end()
    #expect(cut.syncLoss == nil)
    #expect(cut.firstMessage(.serverHelloDone)?.isComplete == true)
    #expect(cut.firstMessage(.serverKeyExchange) == nil)
    let found = try #require(cut.keptRecords.first { $0.flags.contains(.afterGap) })
    #expect(found.offset == records[3].offset)
    #expect(cut.changeCipherSpecOffsets == whole.changeCipherSpecOffsets)
    #expect(cut.keptRecords.last?.isEncrypted == true)
    #expect(cut.position == UInt64(data.count))
  }

  @Test func aSingleHeaderBehindAGapIsNotEnough() throws {
    var cut = TLSStream()
    cut.take(Recording.tls12.server)
    cut.missing(100)
    let alone = record(23, [UInt8](repeating: 0x41, count: 40))
    cut.take(alone)
    cut.end()
    let loss = try #require(cut.syncLoss)
    #expect(loss.reason == .noHeaderAfterGap)
    #expect(loss.offset == UInt64(Recording.tls12.server.count) + 100)
    #expect(loss.bytes == alone)
  }

  @Test func aSearchBehindAGapEnds() {
    var cut = TLSStream()
    cut.take(Recording.tls12.server)
    cut.missing(1)
    let noise = [UInt8](repeating: 0x17, count: 4096)
    for _ in 0..<40 {
      cut.take(noise)
      #expect(cut.search.count <= cut.limits.searchedLength)
    }
    #expect(cut.syncLoss?.reason == .noHeaderAfterGap)
    #expect(cut.syncLoss?.bytes.count == 1_024)
    cut.end()
    #expect(cut.position == UInt64(Recording.tls12.server.count) + 1 + 40 * 4096)
  }

  @Test func aGapAnywhereLeavesASoundResult() {
    for data in Self.directions {
      for start in stride(from: 0, to: data.count, by: 3) {
        for length in [1, 7, 300] where start + length <= data.count {
          var cut = TLSStream()
          cut.take(data[..<start])
          cut.missing(UInt64(length))
          cut.take(data[(start + length)...])
          cut.end()
          #expect(isSound(cut, end: UInt64(data.count)), "gap of \(length) at \(start)")
          // What is called complete has all its bytes.
          let gap = UInt64(start)..<UInt64(start + length)
          #expect(
            !cut.messages.contains { $0.isComplete && ($0.startOffset..<$0.endOffset).overlaps(gap) },
            "gap of \(length) at \(start)")
        }
      }
    }
  }

  @Test func messagesInRecordsOfOneByteAreReadAlike() throws {
    let data = Recording.tls12.server
    let whole = stream(data)
    var fragmented: [UInt8] = []
    for item in whole.keptRecords where item.contentType == .handshake && !item.isEncrypted {
      let body = data[(Int(item.offset) + 5)..<Int(item.endOffset)]
      for byte in body { fragmented += record(22, [byte]) }
    }
    let result = stream(fragmented)
    #expect(result.messages.map(\.type) == whole.messages.map(\.type))
    #expect(result.messages.map(\.content) == whole.messages.map(\.content))
    #expect(result.messages.allSatisfy { $0.isComplete && $0.recordCount == $0.length + 4 })
  }

  @Test func messagesInOneRecordAreReadAlike() {
    let data = Recording.tls12.server
    let whole = stream(data)
    var body: [UInt8] = []
    for item in whole.keptRecords where item.contentType == .handshake && !item.isEncrypted {
      body += data[(Int(item.offset) + 5)..<Int(item.endOffset)]
    }
    let result = stream(record(22, body))
    #expect(result.messages.map(\.content) == whole.messages.map(\.content))
    #expect(result.messages.allSatisfy { $0.recordCount == 1 })
    #expect(result.recordCount == 1)
  }

  @Test func aMessageOfSixteenMegabytesIsPassedOver() throws {
    var result = TLSStream()
    result.take(record(22, [11, 0xFF, 0xFF, 0xFF]))
    let piece = record(22, [UInt8](repeating: 0, count: 16_384))
    for _ in 0..<1023 { result.take(piece) }
    #expect(result.open.bytes.isEmpty)
    let last = record(22, [UInt8](repeating: 0, count: 0xFFFFFF - 1023 * 16_384) + message(14, []))
    result.take(last)
    result.end()
    #expect(result.messages.count == 2)
    let huge = try #require(result.messages.first)
    #expect(huge.problem?.reason == .tooLong)
    #expect(huge.length == 0xFFFFFF)
    #expect(huge.recordCount == 1025)
    #expect(huge.isComplete && huge.content == nil)
    #expect(result.messages.last?.type == .serverHelloDone)
  }

  @Test func manyMessagesStayWithinWhatIsKept() {
    var result = TLSStream()
    let chain = message(11, vector24(vector24([UInt8](repeating: 0x30, count: 60_000))))
    for _ in 0..<400 {
      for start in stride(from: 0, to: chain.count, by: 16_384) {
        result.take(record(22, Array(chain[start..<min(chain.count, start + 16_384)])))
      }
    }
    result.end()
    #expect(result.messages.count == result.limits.messages)
    #expect(result.droppedMessages == UInt64(400 - result.limits.messages))
    #expect(result.retainedLength <= result.limits.retainedLength)
    #expect(result.messages.contains { $0.problem?.reason == .notKept })
  }

  @Test func manyTinyRecordsAreCountedAndNotKept() {
    var result = TLSStream()
    var data = record(22, message(1, clientHello()))
    for _ in 0..<100_000 { data += record(23, []) }
    data += record(23, [1])
    result.take(data)
    result.end()
    #expect(result.recordCount == 100_002)
    #expect(result.applicationDataRecords == 100_001)
    #expect(result.applicationDataLength == 1)
    #expect(result.firstRecords.count == 256)
    #expect(result.lastRecords.count == 32)
    #expect(result.lastRecords.last?.length == 1)
    #expect(result.hasDroppedRecords)
    #expect(result.lastRecords.map(\.offset) == result.lastRecords.map(\.offset).sorted())
  }

  @Test func plainTextIsNotTLS() throws {
    let text = Array("220 mx.example.net ESMTP ready and waiting for whatever it is that comes next\r\n".utf8)
    for pieces in [[text], text.map { [$0] }] {
      let result = stream(pieces: pieces)
      #expect(result.kind == .notTLS)
      let foreign = try #require(result.notTLS)
      #expect(foreign.offset == 0)
      #expect(foreign.bytes == Array(text.prefix(1_024)))
      #expect(result.recordCount == 0)
      #expect(result.position == UInt64(text.count))
    }
  }

  @Test func offsetsBeginWhereTheCallerSays() {
    var result = TLSStream()
    result.startOffset = 1000
    result.take(Recording.tls12.client)
    result.end()
    let plain = stream(Recording.tls12.client)
    #expect(result.firstRecords.map(\.offset) == plain.firstRecords.map { $0.offset + 1000 })
    #expect(result.messages.map(\.startOffset) == plain.messages.map { $0.startOffset + 1000 })
    var foreign = TLSStream()
    foreign.startOffset = 77
    foreign.take(Array("EHLO x".utf8))
    #expect(foreign.notTLS?.offset == 77)
  }

  @Test func garbageAfterRecordsIsReportedWithItsPlace() throws {
    let data = record(22, message(1, clientHello())) + Array("554 no\r\n".utf8)
    let result = stream(data)
    let loss = try #require(result.syncLoss)
    #expect(loss.reason == .badHeader)
    #expect(loss.offset == UInt64(data.count - 8))
    #expect(loss.bytes == Array("554 no\r\n".utf8))
    #expect(result.foreign?.offset == loss.offset && result.foreign?.bytes == loss.bytes)
    #expect(result.hellos.count == 1)
  }

  @Test func alertsInClearAndEncryptedAreToldApart() {
    let data =
      record(21, [1, 112]) + record(21, [2]) + record(21, [40]) + record(20, [1])
      + record(21, [UInt8](repeating: 0x99, count: 26)) + record(21, [2, 48])
    let result = stream(data)
    #expect(result.alerts.map { $0.description } == [.unrecognizedName, .handshakeFailure, nil, .unknownCA])
    #expect(result.alerts.map { $0.level } == [.warning, .fatal, nil, .fatal])
    #expect(result.alerts.map { $0.isEncrypted } == [false, false, true, false])
    #expect(result.alerts[2].recordLength == 26)
    #expect(result.changeCipherSpecOffsets == [UInt64(7 + 6 + 6)])
  }

  @Test func anOldHelloIsRead() throws {
    // SSL 2.0 format announcing TLS 1.0: two TLS suites, one of SSL 2.0, a challenge of 16 bytes.
    let body: [UInt8] =
      [1, 3, 1] + big16(9) + big16(0) + big16(16) + [0, 0, 0x39, 0, 0, 0xFF, 7, 0, 0xC0]
      + [UInt8](repeating: 5, count: 16)
    let data = [UInt8(0x80), UInt8(body.count)] + body + record(21, [2, 70], version: 1)
    for pieces in [[data], data.map { [$0] }] {
      let result = stream(pieces: pieces)
      #expect(result.kind == .tls)
      let hello = try #require(result.hellos.first)
      #expect(hello.isSSL2Format)
      #expect(hello.legacyVersion == .tls10)
      #expect(hello.cipherSuites.map(\.rawValue) == [0x39, 0xFF])
      #expect(hello.hasRenegotiationSCSV)
      #expect(hello.ssl2CipherSpecs == [0x0700C0])
      #expect(hello.offeredSuites.count == 1 && hello.offeredSuiteCount == 2)
      #expect(result.foreign == nil)
      #expect(hello.random.count == 16)
      #expect(hello.problem == nil)
      #expect(result.keptRecords.first?.flags == .ssl2Format)
      #expect(result.alerts.first?.description == .protocolVersion)
      #expect(result.alerts.first?.offset == UInt64(body.count + 2))
    }
    for end in 0..<data.count { #expect(isSound(stream(Array(data[..<end])), end: UInt64(end))) }
  }

  @Test func randomDamageNeverBreaksTheResult() {
    for seed in UInt64(1)...300 {
      var generator = SeededGenerator(seed: seed)
      for data in Self.directions {
        var damaged = data
        for _ in 0..<Int.random(in: 1...8, using: &generator) {
          let place = Int.random(in: 0..<damaged.count, using: &generator)
          switch Int.random(in: 0..<4, using: &generator) {
          case 0: damaged[place] = UInt8.random(in: 0...255, using: &generator)
          case 1: damaged[place] ^= 1 << UInt8.random(in: 0..<8, using: &generator)
          case 2: damaged.insert(UInt8.random(in: 0...255, using: &generator), at: place)
          default: damaged.remove(at: place)
          }
        }
        let whole = stream(damaged)
        #expect(isSound(whole, end: UInt64(damaged.count)), "seed \(seed)")
        let half = Int.random(in: 0...damaged.count, using: &generator)
        let pieces = [Array(damaged[..<half]), Array(damaged[half...])]
        #expect(Summary(stream(pieces: pieces)) == Summary(whole), "seed \(seed)")
      }
    }
  }

  @Test func randomPairsGiveANegotiationWithoutFault() {
    for seed in UInt64(1)...200 {
      var generator = SeededGenerator(seed: seed)
      let first = Recording.all.randomElement(using: &generator) ?? .tls12
      let second = Recording.all.randomElement(using: &generator) ?? .tls13
      let clientEnd = Int.random(in: 0...first.client.count, using: &generator)
      let serverEnd = Int.random(in: 0...second.server.count, using: &generator)
      let result = TLSNegotiation(
        client: stream(Array(first.client[..<clientEnd])), server: stream(Array(second.server[..<serverEnd])))
      _ = result.ehloWasReissued(clearEHLOLength: Int.random(in: -5...40_000, using: &generator))
      _ = result.clientQuitAfterHandshake
      #expect(
        result.encryptedAlerts.count <= 2 + result.records.client.alerts.count + result.records.server.alerts.count)
      #expect(result.flightEvidence.last?.flight ?? .none == result.flight, "seed \(seed)")
    }
  }
}
