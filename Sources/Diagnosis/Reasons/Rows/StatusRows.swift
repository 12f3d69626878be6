import SMTPTranscript

extension ReplyReasons {
  /// The enhanced status codes by themselves, as their registry has them. X.0.0 says nothing and has no row.
  static let statusRows: [Row] = [
    Row(.sender, .weakStatus, statuses: ["x.1.0"], source: "IANA, SMTP enhanced status codes"),
    Row(
      .recipient, .weakStatus, codes: [550, 551, 553, 554, 501, 450, 451], statuses: ["x.1.0"], verbs: [.rcpt],
      source: "IANA, SMTP enhanced status codes"),
    Row(
      .recipient, .status, statuses: ["x.1.1", "x.1.2", "x.1.3", "x.1.4", "x.1.5", "x.1.6"],
      source: "IANA, SMTP enhanced status codes"),
    Row(.sender, .status, statuses: ["x.1.7", "x.1.8"], source: "IANA, SMTP enhanced status codes"),
    Row(.routing, .status, statuses: ["x.1.9"], source: "IANA, SMTP enhanced status codes"),
    Row(.noMailHere, .status, statuses: ["x.1.10"], source: "IANA, SMTP enhanced status codes"),
    Row(.mailbox, .weakStatus, statuses: ["x.2.0"], source: "IANA, SMTP enhanced status codes"),
    Row(.mailbox, .status, statuses: ["x.2.1", "x.2.2", "x.2.4"], source: "IANA, SMTP enhanced status codes"),
    Row(.recipientSize, .weakStatus, statuses: ["x.2.3"], source: "IANA, SMTP enhanced status codes"),
    Row(.serverTrouble, .weakStatus, statuses: ["x.3.0"], source: "IANA, SMTP enhanced status codes"),
    Row(.serverTrouble, .status, statuses: ["x.3.1", "x.3.5"], source: "IANA, SMTP enhanced status codes"),
    Row(.shuttingDown, .weakStatus, statuses: ["x.3.2"], source: "IANA, SMTP enhanced status codes"),
    Row(.parameter, .weakStatus, statuses: ["x.3.3"], source: "IANA, SMTP enhanced status codes"),
    Row(.messageSize, .status, statuses: ["x.3.4"], source: "IANA, SMTP enhanced status codes"),
    Row(.parameter, .status, statuses: ["x.3.6"], source: "IANA, SMTP enhanced status codes"),
    Row(.routing, .weakStatus, statuses: ["x.4.0", "x.4.1", "x.4.2"], source: "IANA, SMTP enhanced status codes"),
    Row(
      .routing, .weakStatus, statuses: ["x.4.3", "x.4.4", "x.4.6", "x.4.7"],
      source: "IANA, SMTP enhanced status codes"),
    Row(.busy, .weakStatus, statuses: ["x.4.5"], source: "IANA, SMTP enhanced status codes"),
    Row(.syntax, .weakStatus, statuses: ["x.5.0", "x.5.2", "x.5.5"], source: "IANA, SMTP enhanced status codes"),
    Row(.unknownCommand, .weakStatus, statuses: ["x.5.1"], source: "IANA, SMTP enhanced status codes"),
    Row(.rate, .status, statuses: ["x.5.3"], source: "IANA, SMTP enhanced status codes"),
    Row(.parameter, .weakStatus, statuses: ["x.5.4"], source: "IANA, SMTP enhanced status codes"),
    Row(.loginTooLong, .status, statuses: ["x.5.6"], source: "IANA, SMTP enhanced status codes"),
    Row(.content, .weakStatus, statuses: ["x.6.0"], source: "IANA, SMTP enhanced status codes"),
    Row(
      .content, .status, statuses: ["x.6.1", "x.6.2", "x.6.3", "x.6.4", "x.6.5", "x.6.6"],
      source: "IANA, SMTP enhanced status codes"),
    Row(
      .parameter, .status, statuses: ["x.6.7", "x.6.8", "x.6.9", "x.6.10"], source: "IANA, SMTP enhanced status codes"),
    Row(.policy, .weakStatus, statuses: ["x.7.0", "x.7.1"], source: "IANA, SMTP enhanced status codes"),
    Row(.senderRights, .status, statuses: ["x.7.2"], source: "IANA, SMTP enhanced status codes"),
    Row(.policy, .weakStatus, statuses: ["x.7.3"], source: "IANA, SMTP enhanced status codes"),
    Row(.mechanismUnknown, .weakStatus, statuses: ["x.7.4"], source: "IANA, SMTP enhanced status codes"),
    Row(.tlsTooWeak, .status, statuses: ["x.7.5", "x.7.6"], source: "IANA, SMTP enhanced status codes"),
    Row(.content, .status, statuses: ["x.7.7"], source: "IANA, SMTP enhanced status codes"),
    Row(.credentials, .status, statuses: ["x.7.8"], source: "IANA, SMTP enhanced status codes"),
    Row(.strongerLoginNeeded, .status, statuses: ["x.7.9"], source: "IANA, SMTP enhanced status codes"),
    Row(.tlsRequired, .status, statuses: ["x.7.10"], source: "IANA, SMTP enhanced status codes"),
    Row(.loginNeedsEncryption, .status, statuses: ["x.7.11"], source: "IANA, SMTP enhanced status codes"),
    Row(.strongerLoginNeeded, .weakStatus, statuses: ["x.7.12"], source: "IANA, SMTP enhanced status codes"),
    Row(.loginDisabled, .weakStatus, statuses: ["x.7.13"], source: "IANA, SMTP enhanced status codes"),
    Row(.policy, .status, statuses: ["x.7.14", "x.7.15"], source: "IANA, SMTP enhanced status codes"),
    Row(.messageSize, .status, statuses: ["x.7.16"], source: "IANA, SMTP enhanced status codes"),
    Row(.recipient, .status, statuses: ["x.7.17", "x.7.18", "x.7.19"], source: "IANA, SMTP enhanced status codes"),
    Row(
      .senderAuthentication, .status, statuses: ["x.7.20", "x.7.21", "x.7.22", "x.7.23", "x.7.24"],
      source: "IANA, SMTP enhanced status codes"),
    Row(.reverseName, .status, statuses: ["x.7.25"], source: "IANA, SMTP enhanced status codes"),
    Row(.senderAuthentication, .status, statuses: ["x.7.26"], source: "IANA, SMTP enhanced status codes"),
    Row(.sender, .status, statuses: ["x.7.27"], source: "IANA, SMTP enhanced status codes"),
    Row(.rate, .status, statuses: ["x.7.28"], source: "IANA, SMTP enhanced status codes"),
    Row(.senderAuthentication, .weakStatus, statuses: ["x.7.29"], source: "IANA, SMTP enhanced status codes"),
    Row(.parameter, .weakStatus, statuses: ["x.7.30"], source: "IANA, SMTP enhanced status codes"),
  ]
}
