# Reads what driver.sh tells and prints a table of the probes, each with the verdict that the core comes
# to as well. Variables: token; list, the file with the names of the probes; and expectations, a file of
# lines `probe label least most`, where a bound is `-` for none, a number, or `timesBefore,plus`.
# Exit code 0: all passed; 1: one failed; 2: none failed, but one did not run.
BEGIN {
  mark = "@nmi:" token " "
  while ((getline line < expectations) > 0) {
    split(line, field, " ")
    count = ++expected[field[1]]
    label[field[1], count] = field[2]
    least[field[1], count] = field[3]
    most[field[1], count] = field[4]
  }
  close(expectations)
  while ((getline line < list) > 0) {
    split(line, field, " ")
    if (field[1] != "") order[++listed] = field[1]
  }
  close(list)
  print_row("PROBE", "VERDICT", "")
}

{
  sub(/\r$/, "")
  at = index($0, mark)
  printed = at ? substr($0, 1, at - 1) : $0
  if (probe != "" && printed ~ /[^ \t]/) last = printed
  if (!at) next
  told = substr($0, at + length(mark))
  words = split(told, word, " ")
}

word[1] == "begin" && words == 2 {
  if (probe != "") judge("")
  probe = word[2]
  began[probe] = 1
  measures = 0
  last = unable = refused = ""
  next
}

probe == "" { next }

word[1] == "measure" && is_measure() {
  measures++
  name[measures] = word[2]
  unit[measures] = word[3]
  after[measures] = word[4]
  before[measures] = words == 5 ? word[5] : ""
}
word[1] == "unable" && unable == "" { unable = substr(told, 8) }
word[1] == "refused" && refused == "" { refused = substr(told, 9) }
word[1] == "end" && word[2] == probe && word[3] ~ /^[0-9]+$/ { judge(word[3]) }

END {
  if (probe != "") judge("")
  for (i = 1; i <= listed; i++) {
    if (order[i] in began) continue
    probe = order[i]
    row("not run", "it did not begin")
  }
  printf "%d passed, %d failed, %d not run\n", passed, failed, missed
  exit failed ? 1 : missed ? 2 : 0
}

function is_measure() {
  # A blank too many stands where a word is missing.
  if (told ~ /^ |  | $|\t/) return 0
  if (words != 4 && words != 5) return 0
  if (word[2] !~ /^[A-Za-z0-9][A-Za-z0-9_.+-]*$/) return 0
  return is_number(word[4]) && (words == 4 || is_number(word[5]))
}

function is_number(text) {
  return text ~ /^[+-]?([0-9]+[.]?[0-9]*|[.][0-9]+)([eE][+-]?[0-9]+)?$/
}

function print_row(first, second, third, line) {
  line = sprintf("%-16s %-8s %s", first, second, third)
  sub(/ +$/, "", line)
  print line
}

function row(verdict, text) {
  print_row(probe, verdict, text)
  if (verdict == "passed") passed++
  else if (verdict == "failed") failed++
  else missed++
  probe = ""
}

function judge(code) {
  if (code == "") row("not run", "it was ended")
  else if (code == 124) row("not run", "it was not done in time")
  else if (unable != "") row("not run", unable)
  else if (refused != "") row("failed", refused)
  else if (code == 126 || code == 127) row("not run", "a program is not there or cannot be started" said())
  else if (code != 0) row("failed", "exit code " code said())
  else judge_numbers()
}

# What the script printed last.
function said() {
  return last == "" ? "" : ": " last
}

function judge_numbers(i, j, found, all, outside, missing) {
  for (i = 1; i <= measures; i++) all = all (i == 1 ? "" : ", ") amount(i)
  for (j = 1; j <= expected[probe]; j++) {
    found = 0
    for (i = 1; i <= measures; i++) {
      if (label[probe, j] != name[i]) continue
      found = 1
      if (!is_known(least[probe, j], i)) missing = missing ", " name[i] " before"
      else if (least[probe, j] != "-" && after[i] + 0 < bound(least[probe, j], i)) {
        outside = outside ", " name[i] " of at least " bound(least[probe, j], i)
      }
      if (!is_known(most[probe, j], i)) missing = missing ", " name[i] " before"
      else if (most[probe, j] != "-" && after[i] + 0 > bound(most[probe, j], i)) {
        outside = outside ", " name[i] " of at most " bound(most[probe, j], i)
      }
    }
    if (!found) missing = missing ", " label[probe, j]
  }
  if (outside != "") row("failed", all "; expected " substr(outside, 3))
  else if (missing != "") row("not run", "it did not measure " substr(missing, 3))
  else if (measures == 0) row("not run", "nothing was measured")
  else row("passed", all)
}

# A bound that follows from what was measured before can be told only when something was.
function is_known(text, i) {
  return !index(text, ",") || before[i] != ""
}

function bound(text, i, part) {
  if (split(text, part, ",") == 1) return text + 0
  return part[1] * before[i] + part[2]
}

function amount(i) {
  return name[i] " " (before[i] == "" ? "" : before[i] " -> ") after[i] " " unit[i]
}
