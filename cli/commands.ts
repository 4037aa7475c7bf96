/** The words of every command. What a command does is imported only when it runs: help and small commands start at once. */
import { Argument, Command, type CommanderError, Option } from 'commander'

/** All commands, ready to parse. Throws `CommanderError` for words that it does not know: see `explainWords`. */
export function commands(): Command {
  const vopros = new Command('vopros')
    .description('Онлайн-окно «Вопрос специалисту» муниципального центра образования')
    .exitOverride()
    // What was wrong is said by whoever caught the error, in one line.
    .configureOutput({ writeErr: () => {} })
    .configureHelp({ styleTitle: (title) => TITLES[title] ?? title })
    .helpOption('-h, --help', 'показать эту справку')
    .helpCommand('help [команда]', 'показать справку о команде')
  addProgram(vopros)
  addQuestions(vopros)
  addDocuments(vopros)
  addMeasuring(vopros)
  return vopros
}

const TITLES: Record<string, string> = {
  'Usage:': 'Как вызвать:',
  'Arguments:': 'Аргументы:',
  'Options:': 'Параметры:',
  'Commands:': 'Команды:',
}

const ALWAYS_JSON = 'вывод и так всегда JSON, по строке на результат'

function addProgram(vopros: Command): void {
  vopros
    .command('serve')
    .description('работает: бот центра, а без BOT_TOKEN — площадка')
    .addOption(
      new Option('--only <часть>', 'только приём сообщений или только задания').choices([
        'bot',
        'worker',
      ]),
    )
    .action(async (options) => (await import('./serve.ts')).serve(options))
  vopros
    .command('doctor')
    .description('проверяет настройки и связь и говорит, что делать')
    .option('--json', 'строка JSON на каждую проверку')
    .action(async (options) => (await import('./doctor.ts')).doctor(options))
}

function addQuestions(vopros: Command): void {
  vopros
    .command('ask')
    .description('отвечает по документам; ничего не записывает')
    .argument('[вопрос]', 'вопрос в кавычках')
    .option('--batch <файл.jsonl>', 'строки с "id", "question" и, если нужно, "municipality"')
    .option('--municipality <название>', 'муниципалитет спрашивающего')
    .option('--json', ALWAYS_JSON)
    .action(async (question, options) => (await import('./ask.ts')).ask(question, options))
  vopros
    .command('search')
    .description('находит самые подходящие пункты и строки таблиц')
    .argument('[запрос]', 'что искать')
    .option('--top <число>', 'сколько показать', '10')
    .option('--batch <файл.jsonl>', 'строки с "id" и "query"')
    .option('--municipality <название>', 'в документах этого муниципалитета')
    .option('--json', ALWAYS_JSON)
    .action(async (query, options) => (await import('./search.ts')).search(query, options))
}

function addDocuments(vopros: Command): void {
  vopros
    .command('ingest')
    .description('принимает документы в индекс: файлы и папки')
    .argument('<пути...>', 'файлы, а также папки со всем, что в них')
    .option('--replaces <источник>', 'имя файла или название документа, чья это новая редакция')
    .option('--territory <название>', 'муниципалитет, если документ его не называет')
    .option('--json', ALWAYS_JSON)
    .action(async (paths, options) => (await import('./ingest.ts')).ingest(paths, options))
  vopros
    .command('docs')
    .description('перечисляет документы и их редакции')
    .option('--json', 'строка JSON на каждую редакцию')
    .action(async (options) => (await import('./docs.ts')).docs(options))
}

function addMeasuring(vopros: Command): void {
  const lines = 'строки с "id", "question", "kind", "municipality", "answerable", "gold"'
  vopros
    .command('eval')
    .description('измеряет, насколько хороши ответы на размеченные вопросы')
    .argument('<вопросы.jsonl>', lines)
    .addOption(
      new Option('--half <половина>', 'только эта половина вопросов, по id').choices(['a', 'b']),
    )
    .option('--compare <файл.json>', 'сравнить с тем, что раньше напечатал eval --json')
    .option('--json', 'всё как JSON')
    .action(async (file, options) => (await import('./evaluate.ts')).evaluateAnswers(file, options))
  vopros
    .command('calibrate')
    .description('учится на размеченных вопросах, как упорядочивать найденное и когда отвечать')
    .argument('<вопросы.jsonl...>', 'строки, как для eval')
    .option('--wrong <доля>', 'не больше этой доли неверных ответов', '0.02')
    .option('--out <файл>', 'куда записать модель')
    .option('--json', 'напечатать модель, а не записать')
    .action(async (files, options) =>
      (await import('./calibrate.ts')).calibrateModel(files, options),
    )
  vopros
    .command('bench')
    .description(
      'измеряет качество, скорость и память на этой машине рядом с тем, что взяли бы иначе',
    )
    .addArgument(
      new Argument('[части...]', 'что измерить; без них всё по порядку').choices([
        'answers',
        'questions',
        'ingest',
        'start',
        'crowd',
        'broadcast',
      ]),
    )
    .option('--documents <папка>', 'свои документы вместо образцов, вместе с --questions')
    .option('--questions <файл.jsonl>', lines)
    .option('--passages <число>', 'сколько пунктов проиндексировать (questions, ingest)', '1000')
    .option('--runs <число>', 'сколько раз повторить', '3')
    .option('--teachers <число>', 'сколько педагогов спрашивает (crowd)', '1000')
    .option('--seconds <число>', 'за сколько секунд (crowd)', '10')
    .option('--people <число>', 'сколько человек получают рассылку (broadcast)', '5000')
    .option('--chats <число>', 'сколько чатов в циклах для сравнения (broadcast)', '900')
    .option('--json', 'всё как JSON')
    .action(async (parts, options) => (await import('./bench.ts')).bench(parts, options))
}

/** What is wrong with the words of a command, in one line. */
export function explainWords({ code, message }: CommanderError): string {
  const explain = EXPLANATIONS[code]
  const quoted = [...message.matchAll(/'([^']*)'/g)].map((match) => match[1] ?? '')
  // Of an option the name comes first, of an argument the value.
  const [name = '', value = ''] = message.includes('command-argument') ? quoted.reverse() : quoted
  const suggested = /Did you mean (?:one of )?(.+)\?\)/.exec(message)?.[1]
  const hint = suggested ? `Может быть, ${suggested}?` : 'Справка: --help'
  return explain ? `${explain(name, value)}. ${hint}` : message.replaceAll('\n', ' ')
}

const EXPLANATIONS: Record<string, (name: string, value: string) => string> = {
  'commander.help': () => 'Не названа команда',
  'commander.unknownCommand': (name) => `Нет команды «${name}»`,
  'commander.unknownOption': (name) => `Нет параметра «${name}»`,
  'commander.missingArgument': (name) => `Не указано: ${name}`,
  'commander.optionMissingArgument': (name) => `У параметра «${name}» нет значения`,
  'commander.invalidArgument': (name, value) => `У параметра «${name}» не бывает «${value}»`,
  'commander.excessArguments': (name) => `У команды «${name}» лишние слова`,
}
