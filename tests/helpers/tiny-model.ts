/** A transformer of a few kilobytes for transformers.js: each word has a random vector, a text the mean of its words'. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const WIDTH = 48

/** Writes a model that knows these words into the folder: weights as ONNX, a tokenizer and what describes them. */
export function writeTinyModel(folder: string, words: readonly string[]): void {
  mkdirSync(join(folder, 'onnx'), { recursive: true })
  const vocabulary = ['[PAD]', '[UNK]', '[CLS]', '[SEP]', '[MASK]', ...new Set(words)]
  writeFileSync(join(folder, 'onnx/model.onnx'), onnxOf(vocabulary.length))
  const save = (name: string, value: object) =>
    writeFileSync(join(folder, name), JSON.stringify(value))
  save('config.json', {
    architectures: ['BertModel'],
    model_type: 'bert',
    hidden_size: WIDTH,
    vocab_size: vocabulary.length,
  })
  save('tokenizer_config.json', {
    tokenizer_class: 'BertTokenizer',
    model_max_length: 128,
    pad_token: '[PAD]',
    unk_token: '[UNK]',
    cls_token: '[CLS]',
    sep_token: '[SEP]',
    mask_token: '[MASK]',
  })
  save('tokenizer.json', tokenizerOf(vocabulary))
}

function tokenizerOf(vocabulary: readonly string[]): object {
  return {
    version: '1.0',
    truncation: null,
    padding: null,
    added_tokens: ['[PAD]', '[UNK]'].map((content, id) => ({
      id,
      content,
      single_word: false,
      lstrip: false,
      rstrip: false,
      normalized: false,
      special: true,
    })),
    normalizer: { type: 'Lowercase' },
    pre_tokenizer: { type: 'BertPreTokenizer' },
    post_processor: null,
    decoder: null,
    model: {
      type: 'WordPiece',
      unk_token: '[UNK]',
      continuing_subword_prefix: '##',
      max_input_chars_per_word: 100,
      vocab: Object.fromEntries(vocabulary.map((word, id) => [word, id])),
    },
  }
}

/** One node: the rows of a table of random numbers, picked by `input_ids`; unknown words and padding are zero. */
function onnxOf(size: number): Buffer {
  const table = Buffer.alloc(4 * size * WIDTH)
  let state = 42
  for (let place = 5 * WIDTH; place < size * WIDTH; place++) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    table.writeFloatLE(state / 2 ** 31 - 1, 4 * place)
  }
  const initializer = [
    ...[number(1, size), number(1, WIDTH)],
    number(2, FLOAT),
    ...[bytes(8, 'table'), bytes(9, table)],
  ]
  const gather = [bytes(1, 'table'), bytes(1, 'input_ids'), bytes(2, 'last_hidden_state')]
  // What else the tokenizer makes has to be an input, or it would be refused; nothing reads it.
  const graph = [
    bytes(1, Buffer.concat([...gather, bytes(4, 'Gather')])),
    bytes(2, 'tiny'),
    bytes(5, Buffer.concat(initializer)),
    ...['input_ids', 'attention_mask'].map((name) => bytes(11, tensor(name, INT64, ['n', 's']))),
    bytes(12, tensor('last_hidden_state', FLOAT, ['n', 's', WIDTH])),
  ]
  return Buffer.concat([
    number(1, 8),
    bytes(7, Buffer.concat(graph)),
    bytes(8, Buffer.concat([bytes(1, ''), number(2, 14)])),
  ])
}

const FLOAT = 1
const INT64 = 7

function tensor(name: string, type: number, shape: readonly (string | number)[]): Buffer {
  const dimensions = shape.map((each) =>
    bytes(1, typeof each === 'number' ? number(1, each) : bytes(2, each)),
  )
  const described = Buffer.concat([number(1, type), bytes(2, Buffer.concat(dimensions))])
  return Buffer.concat([bytes(1, name), bytes(2, bytes(1, described))])
}

/** Fields of protocol buffers: a whole number, and anything with a length. */
function number(field: number, value: number): Buffer {
  return Buffer.concat([varint(field << 3), varint(value)])
}

function bytes(field: number, value: string | Buffer): Buffer {
  const content = Buffer.from(value)
  return Buffer.concat([varint((field << 3) | 2), varint(content.length), content])
}

function varint(value: number): Buffer {
  const result: number[] = []
  for (let rest = value; ; rest >>>= 7) {
    if (rest < 0x80) return Buffer.from([...result, rest])
    result.push((rest & 0x7f) | 0x80)
  }
}
