/** Which methods of the Bot API are served. */
import type { Webhook } from '../webhook.ts'
import type { World } from '../world.ts'
import { answerCallbackQuery } from './callbacks.ts'
import {
  getChat,
  getChatAdministrators,
  getChatMember,
  getChatMemberCount,
  leaveChat,
  pinChatMessage,
  setMessageReaction,
  unpinChatMessage,
} from './chats.ts'
import { deleteMyCommands, getMyCommands, setMyCommands } from './commands.ts'
import { copyMessage, copyMessages, forwardMessage, forwardMessages } from './copies.ts'
import {
  deleteMessage,
  deleteMessages,
  editMessageCaption,
  editMessageReplyMarkup,
  editMessageText,
} from './edits.ts'
import { getFile, sendFile, sendMediaGroup } from './media.ts'
import { sendChatAction, sendMessage, sendMessageDraft } from './messages.ts'
import type { Method } from './method.ts'
import { createReceiving } from './receiving.ts'
import {
  closeForumTopic,
  createForumTopic,
  deleteForumTopic,
  editForumTopic,
  reopenForumTopic,
} from './topics.ts'

/** Keys are names in lower case: Telegram takes them in any case. */
export function methodTable(world: World, webhook: Webhook): Map<string, Method> {
  const methods: Record<string, Method> = {
    ...createReceiving(world, webhook),
    sendMessage,
    sendMessageDraft,
    sendChatAction,
    sendPhoto: sendFile('photo'),
    sendDocument: sendFile('document'),
    sendVoice: sendFile('voice'),
    sendAudio: sendFile('audio'),
    sendVideo: sendFile('video'),
    sendAnimation: sendFile('animation'),
    sendVideoNote: sendFile('video_note'),
    sendMediaGroup,
    getFile,
    editMessageText,
    editMessageCaption,
    editMessageReplyMarkup,
    deleteMessage,
    deleteMessages,
    copyMessage,
    copyMessages,
    forwardMessage,
    forwardMessages,
    answerCallbackQuery,
    setMyCommands,
    getMyCommands,
    deleteMyCommands,
    getChat,
    getChatMember,
    getChatAdministrators,
    getChatMemberCount,
    leaveChat,
    pinChatMessage,
    unpinChatMessage,
    setMessageReaction,
    createForumTopic,
    editForumTopic,
    closeForumTopic,
    reopenForumTopic,
    deleteForumTopic,
  }
  return new Map(Object.entries(methods).map(([name, method]) => [name.toLowerCase(), method]))
}
