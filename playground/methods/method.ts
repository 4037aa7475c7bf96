/** What a method of the Bot API is here: the world and the parameters in, the result out, or an `ApiFailure`. */
import type { Parameters } from '../parameters.ts'
import type { World } from '../world.ts'

export type Method = (world: World, parameters: Parameters, signal: AbortSignal) => unknown
