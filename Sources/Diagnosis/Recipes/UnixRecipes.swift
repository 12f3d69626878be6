extension CaptureRecipe {
  /// tcpdump(1): `-n` looks up no names, `-s 0` keeps whole packets, `-U` writes each at once, `-C` and `-W` make a ring of files of so
  /// many millions of bytes, which goes on until it is stopped and writes over its oldest file.
  private static func tcpdump(_ values: Values, file: String) -> String {
    "sudo tcpdump -i IFACE -n -s 0 -U -C 100 -W 10 -w \(file) '\(values.filter)'"
  }

  private static let interface = Step(
    "Find the interface that leads to the other side; capture on that one, not on \"any\": there each packet may come twice.",
    "ip route get ADDRESS", "sudo tcpdump -D")
  private static let stop = Step(
    "Stop it with Ctrl-C when the attempt is over and the log has its line. Ten files of 100 MB at the most are kept.")

  private static func look(_ file: String) -> Step {
    Step("Read them together:", "smtptrace \(file)*")
  }

  /// postqueue(1): `-i` tries one deferred message at once.
  static let postfix = CaptureRecipe(
    name: "postfix", otherNames: ["zimbra"], title: "a Postfix server, with tcpdump",
    note:
      "Take it on the machine that wrote the line of the log, before the connection opens: what was said in clear before TLS is at its beginning."
  ) { values in
    [
      interface, Step("Start the capture:", tcpdump(values, file: "smtp.pcap")),
      Step("Let Postfix try again at once (the queue id stands in the log):", "sudo postqueue -i QUEUEID"), stop,
      look("smtp.pcap"),
    ]
  }

  /// exim(8): `-M` tries one message at once; Debian calls the program exim4.
  static let exim = CaptureRecipe(
    name: "exim", otherNames: ["exim4"], title: "an Exim server, with tcpdump",
    note: "Take it on the machine that wrote the line of the log, before the connection opens."
  ) { values in
    [
      interface, Step("Start the capture:", tcpdump(values, file: "smtp.pcap")),
      Step(
        "Let Exim try again at once (the message id stands in the log; on Debian the program is exim4):",
        "sudo exim -M MESSAGE-ID"),
      stop, look("smtp.pcap"),
    ]
  }

  /// sendmail(8): `-qI` runs the queue for ids that hold the text.
  static let sendmail = CaptureRecipe(
    name: "sendmail", otherNames: [], title: "a Sendmail server, with tcpdump",
    note: "Take it on the machine that wrote the line of the log, before the connection opens."
  ) { values in
    [
      interface, Step("Start the capture:", tcpdump(values, file: "smtp.pcap")),
      Step("Let Sendmail try again at once (the queue id stands in the log):", "sudo sendmail -v -qIQUEUEID"), stop,
      look("smtp.pcap"),
    ]
  }

  static let linux = CaptureRecipe(
    name: "linux", otherNames: ["tcpdump", "unix", "bsd", "macos", "qmail", "opensmtpd", "haraka"],
    title: "any Unix machine, with tcpdump",
    note: "Take it on the mail server itself where that is possible; a port of a switch that mirrors it comes next."
  ) { values in
    [
      interface, Step("Start the capture, and let the failing attempt happen:", tcpdump(values, file: "smtp.pcap")),
      stop,
      look("smtp.pcap"),
    ]
  }

  /// Both sides: what one capture has and the other has not was changed, or lost, between them.
  static let bothSides = CaptureRecipe(
    name: "firewall", otherNames: ["both-sides", "both", "proxy", "inspection"],
    title: "both sides of a firewall at the same time",
    note:
      "What the server said and what the client got differ only where something between them changed it: an offer of STARTTLS that is removed, a packet that never arrives, a reset that nobody sent. Both captures must hold the same attempt. Behind NAT the addresses differ: on that side name the port alone."
  ) { values in
    [
      Step("Set both clocks, or note their difference:", "date -u"),
      Step("On the machine before the device:", tcpdump(values, file: "inside.pcap")),
      Step("On the machine behind it, at the same time:", tcpdump(values, file: "outside.pcap")),
      Step(
        "Where the device itself can capture, let it do both: smtptrace recipe asa, smtptrace recipe fortigate."),
      Step(
        "Stop both with Ctrl-C after one attempt, and compare the two lists of extensions:", "smtptrace inside.pcap*",
        "smtptrace outside.pcap*"),
    ]
  }

  /// tcpdump(1): with `-G` a file begins every so many seconds, and strftime(3) names it; with `-W` as well it ends after so many files.
  static let long = CaptureRecipe(
    name: "long", otherNames: ["rotate", "rotating", "ring", "overnight"],
    title: "a capture that runs until the fault comes back",
    note:
      "For what happens once a night. A ring keeps the newest files and writes over the oldest: look before the ring has gone round."
  ) { values in
    [
      interface,
      Step(
        "A ring of 20 files of 100 MB, which goes on until it is stopped:",
        "sudo tcpdump -i IFACE -n -s 0 -C 100 -W 20 -w mail.pcap '\(values.filter)'"),
      Step(
        "Or a file an hour, and the end after a day:",
        "sudo tcpdump -i IFACE -n -s 0 -G 3600 -W 24 -w mail-%Y%m%d-%H%M.pcap '\(values.filter)'"),
      Step(
        "Or let smtptrace listen, and tell each session as it ends:", "sudo smtptrace live -i IFACE"),
      Step("Stop with Ctrl-C. A folder of such files is read as one:", "smtptrace FOLDER"),
    ]
  }
}
