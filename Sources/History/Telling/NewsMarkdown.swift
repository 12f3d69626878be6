import Reports

/// What is new, in Markdown: for a ticket, a chat or a mail.
struct NewsMarkdown {
  let wording: Wording

  func lines(_ news: HistoryNews) -> [String] {
    if news.isOfNothing { return [MarkdownText.plain(HistoryText.nothingYet)] }
    var lines = [MarkdownText.plain(HistoryText.summary(news))]
    let text = HistoryText(wording: wording, style: TextStyle(usesColor: false))
    for entry in news.entries {
      lines += ["", "## \(MarkdownText.plain(entry.peer.peer.title))", ""]
      for story in entry.stories {
        let headline = MarkdownText.plain(wording.headline(story, of: entry.peer))
        lines.append("- **\(RecordedTime.minute(story.time))** \(headline)")
        lines += wording.ground(story, of: entry.peer).map { "  - \(MarkdownText.plain($0))" }
      }
      lines += entry.replies.map { "- \(MarkdownText.plain(text.reply($0)))" }
    }
    if !news.newPeers.isEmpty { lines += ["", MarkdownText.plain(HistoryText.newPeers(news))] }
    return lines
  }
}
