extension CaptureRecipe {
  /// Microsoft, "pktmon start", "pktmon filter add" and "pktmon etl2pcap": without `--pkt-size 0` each packet is cut after 128 bytes;
  /// the log is a ring of so many megabytes unless `--log-mode` says otherwise.
  static let exchange = CaptureRecipe(
    name: "exchange", otherNames: ["windows", "pktmon", "iis", "outlook"],
    title: "Windows Server 2019 and later (Exchange), with pktmon",
    note: "In a command prompt of an administrator, on the server whose queue or log has the message."
  ) { values in
    let address = values.peer.map { " -i \($0)" } ?? ""
    return [
      Step(
        "Keep the mail only:", "pktmon filter remove", "pktmon filter add Mail\(address) -t TCP -p \(values.port)"),
      Step(
        "Start; --pkt-size 0 keeps whole packets (the default cuts them after 128 bytes), and 512 MB are kept at the most:",
        #"pktmon start --capture --comp nics --pkt-size 0 --file-name C:\mail.etl --file-size 512"#),
      Step(
        "Let the queue try again, in the Exchange Management Shell:",
        #"Get-Queue | Format-List Identity,Status,LastError"#,
        #"Retry-Queue -Identity "SERVER\QUEUE""#),
      Step("Stop, and convert:", "pktmon stop", #"pktmon etl2pcap C:\mail.etl --out C:\mail.pcapng"#),
      Step("Read it, on any machine:", "smtptrace mail.pcapng"),
    ]
  }

  /// Microsoft, "Netsh commands for network trace"; microsoft/etl2pcapng, README: `report=disabled` spares the long report at the end.
  static let netsh = CaptureRecipe(
    name: "netsh", otherNames: ["windows2012", "windows2016", "etl"],
    title: "older Windows Server, with netsh trace and etl2pcapng",
    note:
      "In a command prompt of an administrator. It cannot filter by port: name the other side. The file is converted by Microsoft's etl2pcapng (github.com/microsoft/etl2pcapng)."
  ) { values in
    let kind = values.isIPv6 ? "IPv6.Address" : "IPv4.Address"
    return [
      Step(
        "Start; 512 MB are kept at the most:",
        #"netsh trace start capture=yes report=disabled \#(kind)=\#(values.host) tracefile=C:\mail.etl maxsize=512 filemode=circular"#
      ),
      Step("Let the failing attempt happen, and stop:", "netsh trace stop"),
      Step("Convert, and read:", #"etl2pcapng.exe C:\mail.etl C:\mail.pcapng"#, "smtptrace mail.pcapng"),
    ]
  }

  /// Cisco, ASA general operations guide, "Capturing packets": `capture … interface … match …` and `copy /pcap capture:`.
  static let asa = CaptureRecipe(
    name: "asa", otherNames: ["cisco", "pix"], title: "a Cisco ASA, on both of its sides",
    note:
      "Both captures at once show what the inspection of ESMTP changed. \"inside\" and \"outside\" stand for the names of the interfaces (show nameif)."
  ) { values in
    let match = "match tcp any \(values.peer.map { "host \($0)" } ?? "any") eq \(values.port)"
    return [
      Step(
        "Start both; each keeps 32 MB and then writes over its oldest:",
        "capture mail-in interface inside packet-length 1522 buffer 33554432 circular-buffer \(match)",
        "capture mail-out interface outside packet-length 1522 buffer 33554432 circular-buffer \(match)"),
      Step("Let the failing attempt happen, and see that something is there:", "show capture"),
      Step(
        "Fetch both before they are removed:", "copy /pcap capture:mail-in tftp://SERVER/mail-in.pcap",
        "copy /pcap capture:mail-out tftp://SERVER/mail-out.pcap"),
      Step("Stop; this throws the packets away:", "no capture mail-in", "no capture mail-out"),
      Step("See whether the device looks into SMTP at all:", "show service-policy inspect esmtp"),
      Step("Read each, and compare:", "smtptrace mail-in.pcap", "smtptrace mail-out.pcap"),
    ]
  }

  /// Fortinet, "Using the FortiOS built-in packet sniffer": level 6 prints whole frames with the interface, count 0 goes on until
  /// Ctrl-C, "a" prints times in UTC. Its text becomes a capture through Fortinet's fgt2eth.pl.
  static let fortigate = CaptureRecipe(
    name: "fortigate", otherNames: ["fortinet", "fortios"], title: "a FortiGate, with its sniffer",
    note:
      "It prints text: log the terminal to a file. Many packets are lost when it has too much to print; keep the filter narrow."
  ) { values in
    let filter = values.peer.map { "host \($0) and tcp port \(values.port)" } ?? "tcp port \(values.port)"
    return [
      Step("Log the terminal's output to mail.txt, and start:", "diagnose sniffer packet any '\(filter)' 6 0 a"),
      Step("Let the failing attempt happen, and stop with Ctrl-C."),
      Step(
        "Convert with Fortinet's script, and read:", "perl fgt2eth.pl -in mail.txt -out mail.pcap",
        "smtptrace mail.pcap"),
    ]
  }
}
