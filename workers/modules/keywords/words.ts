import type { Words } from '../../core/words.ts';

export const words = {
  added: {
    en: 'Added the rule {name}. It counts from the next message on.',
    de: 'Neue Regel: {name}. Sie gilt ab der nächsten Nachricht.',
  },
  edited: { en: 'Changed the rule {name}.', de: 'Regel geändert: {name}.' },
  removed: { en: 'Removed the rule {name}.', de: 'Regel gelöscht: {name}.' },
  on: { en: 'The rule {name} is on.', de: 'Die Regel {name} ist an.' },
  off: { en: 'The rule {name} is off.', de: 'Die Regel {name} ist aus.' },
  'note.all': {
    en: 'Note that it matches every line.',
    de: 'Beachte: Sie passt auf jede Zeile.',
  },
  'note.unknown': {
    en: 'Note that there is no {list} here yet, so it does nothing until there is.',
    de: 'Beachte: {list} gibt es hier noch nicht, bis dahin tut sie nichts.',
  },
  'note.braces': {
    en: 'Note that {typed} is said as it stands: variables are written as $(user).',
    de: 'Beachte: {typed} wird gesagt, wie es dasteht. Variablen schreibt man als $(user).',
  },
  'note.unclosed': {
    en: 'Note that what begins at character {at} of the text is never closed, so it is said as typed.',
    de: 'Beachte: Was beim Zeichen {at} des Textes anfängt, wird nie geschlossen und so gesagt, wie es dasteht.',
  },
  'note.no-name': {
    en: 'Note that there is no variable’s name at character {at} of the text, so it is said as typed.',
    de: 'Beachte: Beim Zeichen {at} des Textes steht kein Name einer Variablen, es wird so gesagt, wie es dasteht.',
  },
  'note.too-deep': {
    en: 'Note that what begins at character {at} of the text stands in too many others, so it is said as typed.',
    de: 'Beachte: Was beim Zeichen {at} des Textes anfängt, steht in zu vielen anderen und wird so gesagt, wie es dasteht.',
  },
  list: {
    en: 'Rules, in the order in which they are tried: {list}',
    de: 'Regeln, in der Reihenfolge, in der sie geprüft werden: {list}',
  },
  'list.off': { en: '{name} (off)', de: '{name} (aus)' },
  'list.none': {
    en: 'There are no keyword rules yet. Make one with {prefix}keyword add <name> <pattern> => <text…>.',
    de: 'Es gibt noch keine Regeln. Leg eine an mit {prefix}keyword add <name> <muster> => <text…>.',
  },
  shown: { en: '{name}: {rule}', de: '{name}: {rule}' },
  'shown.options': { en: '{name} ({options}): {rule}', de: '{name} ({options}): {rule}' },
  'test.acts': { en: '{name} would act: {action}', de: '{name} würde gelten: {action}' },
  'test.also': { en: 'These match, too, behind it: {list}.', de: 'Auch diese passen, stehen aber dahinter: {list}.' },
  'test.none': { en: 'No rule matches that.', de: 'Darauf passt keine Regel.' },
  'test.undecided': {
    en: 'Too ambiguous to be told for a line like that, so it would not act: {list}.',
    de: 'Zu mehrdeutig für so eine Zeile und würde deshalb nicht gelten: {list}.',
  },
  exists: {
    en: 'There is a rule {name} already. Change it with {prefix}keyword edit {name} <pattern> => <text…>.',
    de: 'Die Regel {name} gibt es schon. Ändere sie mit {prefix}keyword edit {name} <muster> => <text…>.',
  },
  missing: {
    en: 'There is no rule {name}. Make it with {prefix}keyword add {name} <pattern> => <text…>.',
    de: 'Es gibt keine Regel {name}. Leg sie an mit {prefix}keyword add {name} <muster> => <text…>.',
  },
  'bad-name': {
    en: '"{name}" cannot be a rule’s name: use up to 40 letters, digits, - or _ in one word.',
    de: '„{name}“ kann keine Regel heißen: bis zu 40 Buchstaben, Ziffern, - oder _ in einem Wort.',
  },
  full: {
    en: 'This community has {most} rules, which is all there is room for. Remove one first.',
    de: 'Diese Community hat {most} Regeln, mehr passen nicht. Lösche zuerst eine.',
  },
  'nothing-to-say': {
    en: 'Say what the rule is to do: behind =>, a text, {prefix}command, #module or delete.',
    de: 'Sag, was die Regel tun soll: hinter => ein Text, {prefix}befehl, #modul oder delete.',
  },
  wordless: {
    en: 'The rule {name} has no text yet. Give it one with {prefix}keyword edit {name} => <text…>.',
    de: 'Die Regel {name} hat noch keinen Text. Gib ihr einen mit {prefix}keyword edit {name} => <text…>.',
  },
  'no-module': {
    en: 'There is no HTTP module {module} here. To say #{module} as a text, put it in quotes.',
    de: 'Ein HTTP-Modul {module} gibt es hier nicht. Um #{module} als Text zu sagen, setz es in Anführungszeichen.',
  },
  'too-long': {
    en: 'That text has {length} characters. A rule says or runs at most {most}.',
    de: 'Der Text hat {length} Zeichen. Eine Regel sagt oder startet höchstens {most}.',
  },
  'no-pattern': {
    en: 'Say what the rule looks for, and behind => what it is to do: {prefix}keyword add hi word hello => Hello $(user)!',
    de: 'Sag, worauf die Regel hört, und hinter => was sie tun soll: {prefix}keyword add hi word hallo => Hallo $(user)!',
  },
  'pattern.empty': {
    en: 'The pattern shows nothing. Give it something to look for.',
    de: 'Das Muster zeigt nichts. Gib ihm etwas zu suchen.',
  },
  'pattern.too-long': {
    en: 'The pattern is longer than {most} characters. Make it shorter, or two rules.',
    de: 'Das Muster ist länger als {most} Zeichen. Kürze es, oder mach zwei Regeln daraus.',
  },
  'pattern.too-large': {
    en: 'The pattern repeats too much, or tells too many characters apart, to be tried on every line. Make it simpler.',
    de: 'Das Muster wiederholt zu viel oder unterscheidet zu viele Zeichen, um auf jeder Zeile geprüft zu werden. Mach es einfacher.',
  },
  'pattern.unclosed-group': {
    en: 'The ( at character {at} of the pattern is never closed. Close it with ), or write \\( for the bracket itself.',
    de: 'Die ( beim Zeichen {at} des Musters wird nie geschlossen. Schließ sie mit ), oder schreib \\( für die Klammer selbst.',
  },
  'pattern.unopened-group': {
    en: 'The ) at character {at} of the pattern closes nothing. Take it out, or write \\) for the bracket itself.',
    de: 'Die ) beim Zeichen {at} des Musters schließt nichts. Nimm sie weg, oder schreib \\) für die Klammer selbst.',
  },
  'pattern.unclosed-set': {
    en: 'The [ at character {at} of the pattern is never closed. Close it with ], or write \\[ for the bracket itself.',
    de: 'Die [ beim Zeichen {at} des Musters wird nie geschlossen. Schließ sie mit ], oder schreib \\[ für die Klammer selbst.',
  },
  'pattern.bad-group': {
    en: 'The group {near} at character {at} of the pattern is none there is. Groups begin with ( or (?:.',
    de: 'Die Gruppe {near} beim Zeichen {at} des Musters gibt es nicht. Gruppen beginnen mit ( oder (?:.',
  },
  'pattern.bad-set': {
    en: 'The set {near} at character {at} of the pattern is none. Ranges go upwards, as a-z, and classes are as \\p{L} or [:alpha:].',
    de: 'Die Menge {near} beim Zeichen {at} des Musters ist keine. Bereiche gehen aufwärts, wie a-z, und Klassen heißen wie \\p{L} oder [:alpha:].',
  },
  'pattern.bad-escape': {
    en: 'There is no {near}, at character {at} of the pattern. A backslash itself is \\\\.',
    de: 'Ein {near} gibt es nicht, beim Zeichen {at} des Musters. Der Backslash selbst ist \\\\.',
  },
  'pattern.bad-repeat': {
    en: 'The {near} at character {at} of the pattern repeats too often, or from more to less. Up to 1,000 in all can be repeated.',
    de: '{near} beim Zeichen {at} des Musters wiederholt zu oft, oder von mehr nach weniger. Wiederholt werden kann bis zu 1000 Mal insgesamt.',
  },
  'pattern.nothing-to-repeat': {
    en: 'The {near} at character {at} of the pattern has nothing before it to repeat. Write \\{near} for the sign itself.',
    de: '{near} beim Zeichen {at} des Musters hat nichts vor sich, was wiederholt würde. Das Zeichen selbst ist \\{near}.',
  },
  'pattern.repeated-twice': {
    en: 'The {near} at character {at} of the pattern repeats what is repeated already. Take one away.',
    de: '{near} beim Zeichen {at} des Musters wiederholt, was schon wiederholt wird. Nimm eins weg.',
  },
  'pattern.ends-in-backslash': {
    en: 'The pattern ends in a backslash. Write \\\\ for the backslash itself.',
    de: 'Das Muster endet mit einem Backslash. Der Backslash selbst ist \\\\.',
  },
  'pattern.look-around': {
    en: 'The {near} at character {at} of the pattern looks ahead or behind, which no rule can. Match what is there instead.',
    de: '{near} beim Zeichen {at} des Musters schaut voraus oder zurück, das kann keine Regel. Beschreib stattdessen, was da steht.',
  },
  'pattern.back-reference': {
    en: 'The {near} at character {at} of the pattern refers to what was found before, which no rule can.',
    de: '{near} beim Zeichen {at} des Musters bezieht sich auf schon Gefundenes, das kann keine Regel.',
  },
  'pattern.syntax': {
    en: 'The pattern is no regular expression, from character {at} on: {near}',
    de: 'Das Muster ist kein regulärer Ausdruck, ab Zeichen {at}: {near}',
  },
  'unknown-option': {
    en: 'There is no option "{option}". There are: {options}.',
    de: 'Eine Option „{option}“ gibt es nicht. Es gibt: {options}.',
  },
  'bad-value': {
    en: '"{value}" is nothing for {option}. It takes: {values}.',
    de: '„{value}“ passt nicht zu {option}. Möglich: {values}.',
  },
  stale: {
    en: 'Somebody else changed {name} just now. Look at it again.',
    de: 'Jemand anders hat {name} gerade geändert. Sieh es dir noch einmal an.',
  },
  undone: {
    en: 'Took the last change of {name} back. {prefix}keyword undo {name} again brings it back.',
    de: 'Letzte Änderung an {name} zurückgenommen. Noch einmal {prefix}keyword undo {name} stellt sie wieder her.',
  },
  'undo.nothing': { en: 'There is nothing to take back for {name}.', de: 'An {name} gibt es nichts zurückzunehmen.' },
  'undo.taken': {
    en: 'Another rule is called {name} by now. Rename or remove that first.',
    de: 'Inzwischen heißt eine andere Regel {name}. Benenne die zuerst um, oder lösche sie.',
  },
  usage: {
    en: 'Usage: {prefix}keyword add|edit <name> [exact|word|contains|regex] <pattern> => <text…>, show|remove|on|off|undo <name>, options <name> cooldown=30 …, test <text…>, list',
    de: 'So geht es: {prefix}keyword add|edit <name> [exact|word|contains|regex] <muster> => <text…>, show|remove|on|off|undo <name>, options <name> cooldown=30 …, test <text…>, list',
  },
} as const satisfies Words;
