package dev.ingot.cli.command;

import dev.ingot.cli.invocation.Command;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Scripts that complete commands and options in shells. Arguments are completed as files. */
final class CompletionScript {
  private final SortedMap<String, Command> commands;

  /**
   * @param commands by their names, of one or two words
   */
  CompletionScript(SortedMap<String, Command> commands) {
    this.commands = commands;
  }

  private String first() {
    return commands.keySet().stream()
        .map(name -> name.split(" ")[0])
        .collect(Collectors.toCollection(TreeSet::new))
        .stream()
        .collect(Collectors.joining(" "));
  }

  private static String options(Command command) {
    return String.join(" ", command.flags().spelled());
  }

  /** The branches of a {@code case} over the words that were typed; the longest names first. */
  private String branches() {
    StringBuilder text = new StringBuilder();
    List<Map.Entry<String, Command>> longestFirst =
        commands.entrySet().stream()
            .sorted((one, other) -> Integer.compare(words(other.getKey()), words(one.getKey())))
            .toList();
    for (Map.Entry<String, Command> each : longestFirst) {
      String pattern = each.getKey().replace(" ", "\\ ");
      text.append("    ")
          .append(pattern)
          .append("|")
          .append(pattern)
          .append("\\ *) options='")
          .append(options(each.getValue()))
          .append("' seconds='")
          .append(seconds(each.getKey()))
          .append("' ;;\n");
    }
    for (String group : groups()) {
      text.append("    ")
          .append(group)
          .append("|")
          .append(group)
          .append("\\ *) options='' seconds='")
          .append(seconds(group))
          .append("' ;;\n");
    }
    return text.toString();
  }

  private static int words(String name) {
    return name.split(" ").length;
  }

  /** First words that are no command by themselves. */
  private List<String> groups() {
    return commands.keySet().stream()
        .filter(name -> name.contains(" "))
        .map(name -> name.split(" ")[0])
        .distinct()
        .filter(name -> !commands.containsKey(name))
        .toList();
  }

  private String seconds(String first) {
    return commands.keySet().stream()
        .filter(name -> name.startsWith(first + " "))
        .map(name -> name.substring(first.length() + 1))
        .collect(Collectors.joining(" "));
  }

  String bash() {
    return """
    # Completes ingot in bash: source <(ingot completion bash)
    _ingot() {
      local current=${COMP_LINE:0:COMP_POINT} word typed='' options='' seconds=''
      local -a all
      read -ra all <<<"$current"
      [[ $current == *' ' ]] && current='' || { current=${all[-1]}; unset 'all[-1]'; }
      for word in "${all[@]:1}"; do
        [[ $word == -* ]] || typed="$typed${typed:+ }$word"
      done
      case $typed in
        '') seconds='%s' ;;
    %s  esac
      COMPREPLY=()
      if [[ $current == -*=* ]]; then
        COMPREPLY=($(compgen -f -- "${current#*=}"))
      elif [[ $current == -* ]]; then
        COMPREPLY=($(compgen -W "$options" -- "$current"))
        [[ ${COMPREPLY[0]-} == *= ]] && compopt -o nospace 2>/dev/null
      else
        [[ $typed == *' '* ]] || COMPREPLY=($(compgen -W "$seconds" -- "$current"))
        [[ $typed && ${#COMPREPLY[@]} -eq 0 ]] && COMPREPLY=($(compgen -f -- "$current"))
      fi
      return 0
    }
    complete -o filenames -o bashdefault -F _ingot ingot\
    """
        .formatted(first(), branches());
  }

  String zsh() {
    return """
    #compdef ingot
    # Completes ingot in zsh: source <(ingot completion zsh)
    _ingot() {
      local word typed='' options='' seconds=''
      for word in "${(@)words[2,CURRENT-1]}"; do
        [[ $word == -* ]] || typed="$typed${typed:+ }$word"
      done
      case $typed in
        '') seconds='%s' ;;
    %s  esac
      if [[ $PREFIX == -*=* ]]; then
        compset -P '*='
        _files
      elif [[ $PREFIX == -* ]]; then
        compadd -S '' -- ${=options}
      elif [[ $typed != *' '* && -n $seconds ]]; then
        compadd -- ${=seconds}
      else
        _files
      fi
    }
    compdef _ingot ingot\
    """
        .formatted(first(), branches());
  }

  String fish() {
    StringBuilder text =
        new StringBuilder("# Completes ingot in fish: ingot completion fish | source\n");
    for (Map.Entry<String, Command> each : commands.entrySet()) {
      String[] words = each.getKey().split(" ");
      String condition =
          words.length == 1 ? "__fish_is_first_arg" : "__fish_seen_subcommand_from " + words[0];
      text.append("complete -c ingot -n '")
          .append(condition)
          .append("' -a ")
          .append(words[words.length - 1])
          .append(" -d '")
          .append(each.getValue().synopsis().replace("\\", "\\\\").replace("'", "\\'"))
          .append("'\n");
      for (String option : each.getValue().flags().spelled()) {
        boolean valued = option.endsWith("=");
        text.append("complete -c ingot -n '__fish_seen_subcommand_from ")
            .append(words[words.length - 1])
            .append("' -o ")
            .append(option, 1, option.length() - (valued ? 1 : 0))
            .append(valued ? " -r" : "")
            .append('\n');
      }
    }
    for (String group : groups()) {
      text.append("complete -c ingot -n __fish_is_first_arg -a ").append(group).append('\n');
    }
    return text.toString().stripTrailing();
  }
}
