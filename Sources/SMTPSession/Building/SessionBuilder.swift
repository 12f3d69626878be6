import ByteParsing
import CaptureFiles
import PacketLayers
import SMTPTranscript
import StreamAssembly
import TLSHandshake

/// Makes the session of one connection out of everything that was gathered about it.
struct SessionBuilder {
  let ended: EndedConnection
  let conversation: ReadConversation

  init(_ ended: EndedConnection) {
    self.ended = ended
    conversation = ReadConversation(ended)
  }

  func session() -> Session {
    let dialogue = DialogueReader(conversation, configuration: ended.configuration)
    let tls = TLSReader(conversation: conversation).facts()
    let servicePort = ServicePort(port: ended.server.port)
    let layers = LayerReader(
      dialogue.exchanges, servicePort: servicePort, sawTLS: tls != nil, inside: conversation.beganInside)
    let clear = ClearAfterTLS(conversation, firstSaid: dialogue.said)
    let ending = EndingReader.ending(
      client: ended.clientFlow, server: ended.serverFlow, conversation: conversation,
      captureTime: ended.captureTime)

    var session = Session(
      Session.Fields(
        id: ended.id, protocolName: .unknown, client: ended.client, server: ended.server,
        servicePort: servicePort, start: ended.firstSeen,
        end: ended.lastSeen,
        completion: ended.completion,
        transcript: Transcript(TranscriptMaker(conversation, dialogue.text, clear, layers)),
        greeting: dialogue.greeting,
        exchanges: dialogue.exchanges, hellos: HelloReader.hellos(in: dialogue.exchanges, layers: layers),
        startTLSRequests: [],
        authentications: dialogue.hasLogins
          ? AuthReader(dialogue: dialogue, conversation: conversation, layers: layers).authentications() : [],
        transactions: TransactionReader(dialogue, layers: layers).transactions,
        unsolicitedReplies: dialogue.unsolicited + clear.replies, proxyHeader: dialogue.proxyHeader,
        notSMTP: dialogue.notSMTP,
        tls: tls,
        ending: ending, visibility: visibility(ended.clientFlow, ended.serverFlow, clear), stages: [],
        messages: conversation.parser.messages, endPatterns: conversation.parser.endPatterns,
        clientFlow: ended.clientFlow,
        serverFlow: ended.serverFlow, icmpErrors: ended.icmpErrors))
    session.sensitive =
      SensitiveReader(text: dialogue.text, end: conversation.firstInside ?? .max).ranges() + clear.sensitive
    session.startTLSRequests = startTLSRequests(session)
    session.protocolName = protocolName(session)
    session.stages = StageWalk(session: session).stages()
    return session
  }

  private func startTLSRequests(_ session: Session) -> [StartTLSRequest] {
    var hellos = session.hellos[...]
    var hello: Hello?
    return session.exchanges.indices.compactMap { index in
      while let next = hellos.first, next.exchange < index { hello = hellos.removeFirst() }
      let exchange = session.exchanges[index]
      guard exchange.command.verb.asksForTLS else { return nil }
      var wasAdvertised: Bool?
      if let hello, hello.verb != .helo, hello.listIsComplete {
        wasAdvertised = hello.keyword(exchange.command.verb == .startTLS ? "STARTTLS" : "X-ANONYMOUSTLS") != nil
      } else if let hello, hello.keyword("STARTTLS") != nil {
        wasAdvertised = true
      }
      var request = StartTLSRequest(
        verb: exchange.command.verb, exchange: index, wasAdvertised: wasAdvertised, clientWentOnWith: .nothing,
        serverWentOnWith: .nothing)
      if exchange.reply?.isPositiveCompletion ?? false {
        request.clientWentOnWith = continuation(.client, after: index, session)
        request.serverWentOnWith = continuation(.server, after: index, session)
      }
      return request
    }
  }

  private func continuation(_ side: Side, after index: Int, _ session: Session) -> StartTLSRequest.Continuation {
    if conversation.parser.tlsStart(side) != nil { return .tls }
    let flag: ElementFlags = side == .client ? .afterSTARTTLS : .afterSTARTTLSReply
    return conversation.parser.elements.contains { $0.side == side && $0.flags.contains(flag) } ? .plainText : .nothing
  }

  private func protocolName(_ session: Session) -> Session.ProtocolName {
    if conversation.parser.isLMTP || session.hellos.contains(where: { $0.verb == .lhlo }) { return .lmtp }
    if session.hellos.contains(where: { $0.verb == .ehlo }) { return .esmtp }
    if session.hellos.contains(where: { $0.verb == .helo }) { return .smtp }
    if let greeting = session.greeting, FoldedText(joining: greeting.lines).contains("esmtp") { return .esmtp }
    return session.greeting == nil ? .unknown : .smtp
  }

  private func visibility(
    _ client: DirectionFacts, _ server: DirectionFacts, _ clear: ClearAfterTLS
  ) -> Visibility {
    var visibility = Visibility()
    visibility.seesStart = client.syn != nil || server.syn != nil
    visibility.seesClient = client.packets > 0
    visibility.seesServer = server.packets > 0
    visibility.holes = conversation.holes
    visibility.unlistedHoles = conversation.unlistedHoles
    var limits = SessionLimits()
    limits.add(ended.completion)
    limits.add(conversation.parser.limitEffects)
    for effects in [client.effects, server.effects] { limits.add(effects) }
    let streams = conversation.streams
    limits.add(droppedMessages: streams.client.droppedMessages, beyond: streams.client.limits.messages)
    limits.add(droppedMessages: streams.server.droppedMessages, beyond: streams.server.limits.messages)
    limits.add(clearLinesNotShown: clear.linesNotShown)
    visibility.limits = limits.names
    visibility.shortenedLists = limits.details
    visibility.limitsBearOnClaims = limits.bearsOnClaims
    return visibility
  }
}
