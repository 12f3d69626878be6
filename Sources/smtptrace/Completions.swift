import ArgumentParser
import LiveCapture
import SMTPAnalysis

/// What a shell offers where a word is to be completed, of what only the program knows.
enum Completions {
  static func findings() -> [String] { Catalogue.rules.map(\.id).sorted() }

  static func recipes() -> [String] { CaptureRecipe.all.map(\.name) }

  static func interfaces() -> [String] {
    do throws(LiveCaptureError) {
      return try NetworkInterface.all().map(\.name)
    } catch {
      return []
    }
  }
}

/// The scripts that teach a shell to complete this program's words.
///
/// The library makes them, but its scripts know nothing of a default command: behind `smtptrace` they offer the names of commands, and
/// neither files nor options. Here the default command is put in where no command stands.
enum CompletionScripts {
  /// What the command line asks for; `nil` where it asks for no script, or for one that the library is to make or to refuse.
  static func script(for arguments: [String]) -> String? {
    let option = "--generate-completion-script"
    let name: String? =
      switch arguments.count {
      case 2 where arguments[0] == option: arguments[1]
      case 1 where arguments[0].hasPrefix(option + "="): String(arguments[0].dropFirst(option.count + 1))
      default: nil
      }
    return name.flatMap(CompletionShell.init(rawValue:)).map(script)
  }

  static func script(for shell: CompletionShell) -> String {
    var script = Smtptrace.completionScript(for: shell)
    for (anchor, text) in changes(for: shell) { script = script.replacing(anchor, with: text) }
    return script.hasSuffix("\n") ? script : script + "\n"
  }

  /// Pieces of the library's script, each with what is to stand in its place. A test holds that every one of them is there.
  static func changes(for shell: CompletionShell) -> [(anchor: String, text: String)] {
    switch shell {
    case .bash: bash
    case .zsh: zsh
    case .fish: fish
    default: []
    }
  }

  private static let commands = Smtptrace.configuration.subcommands.map { $0._commandName }

  private static var bash: [(anchor: String, text: String)] {
    // Only the first word can be a command. What was offered until here took the values of options for commands.
    [
      ("#!/bin/bash\n", "# Completion of smtptrace for bash\n"),
      (
        """
            # Offer subcommand / subcommand argument completions
            local -r subcommand="${unparsed_words[0]}"
        """,
        """
            # Offer subcommand / subcommand argument completions; the command analyze may be left out
            local subcommand="${unparsed_words[0]}"
            if [[ "${COMP_CWORD}" -eq 1 || "${subcommand}" != "${COMP_WORDS[1]}" ]]; then subcommand=''; fi
        """
      ),
      (
        """
            case "${subcommand}" in

        """,
        """
            case "${subcommand}" in
            help)
                COMPREPLY=($(compgen -W '\(commands.joined(separator: " "))' -- "${cur}"))
                ;;

        """
      ),
      (
        """
            *)
                # Offer subcommand completions
        """,
        """
            *)
                COMPREPLY=()
                unparsed_words=("${COMP_WORDS[@]:1:${COMP_CWORD}}")
                _smtptrace_analyze
                [[ "${COMP_CWORD}" -eq 1 ]] || return
                if [[ "${cur}" = -* ]]; then COMPREPLY+=($(compgen -W '--version' -- "${cur}")); fi
                # Offer subcommand completions
        """
      ),
    ]
  }

  private static var zsh: [(anchor: String, text: String)] {
    [
      (
        """
            local -r command_name="${words[1]}"
            local -ar command_line=("${words[@]}")
            local -ir current_word_index="$((CURRENT - 1))"

        """,
        """
            local -r command_name="${words[1]}"
            local -ar command_line=("${words[@]}")
            local -ir current_word_index="$((CURRENT - 1))"

            # The command analyze may be left out.
            if [[ "${CURRENT}" -gt 2 && "${words[2]}" != (\((commands + ["help"]).joined(separator: "|"))) ]]; then
                _smtptrace_analyze
                return
            fi
            if [[ "${CURRENT}" -eq 2 && "${PREFIX}" = -* ]]; then
                _smtptrace_analyze
            fi

        """
      ),
      (
        "_describe -V subcommand subcommands && ret=0\n",
        """
        _describe -V subcommand subcommands && ret=0
                _smtptrace_analyze && ret=0

        """
      ),
    ]
  }

  private static var fish: [(anchor: String, text: String)] {
    let known = (commands + ["help"]).joined(separator: " ")
    return [
      (
        """
            set -l unparsed_tokens (__smtptrace_tokens -pc)

        """,
        """
            set -l unparsed_tokens (__smtptrace_tokens -pc)
            # The command analyze may be left out.
            if not contains -- "$unparsed_tokens[2]" \(known)
                set unparsed_tokens $unparsed_tokens[1] analyze $unparsed_tokens[2..]
            end

        """
      ),
      (
        "complete -c 'smtptrace' -f\n",
        """
        function __smtptrace_is_first_word
            test (count (__smtptrace_tokens -pc)) -eq 1
        end

        complete -c 'smtptrace' -f

        """
      ),
      (
        "-n '__smtptrace_should_offer_completions_for_positional \"smtptrace\" -eq 1'", "-n '__smtptrace_is_first_word'"
      ),
      (
        "-n '__smtptrace_should_offer_completions_for_flags_or_options \"smtptrace\" version'",
        "-n '__smtptrace_is_first_word'"
      ),
    ]
  }
}
