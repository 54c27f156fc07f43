import { readFile } from 'node:fs/promises';
import { LOCAL_MODEL, type ModelListResponse, modelListResponse } from '../../../contract/llm.ts';

/**
 * Reads the model catalog.
 * @param path of a JSON file in the form of `GET /v1/models`, `BUS_LLM_MODEL_CATALOG`; without one the catalog has
 * the local stack's one model
 * @throws Error when the file cannot be read or has another form: the service must not start
 */
export async function readModelCatalog(path: string | undefined): Promise<ModelListResponse> {
  if (!path) return { object: 'list', data: [{ ...LOCAL_MODEL }] };
  return modelListResponse.parse(JSON.parse(await readFile(path, 'utf8')));
}
