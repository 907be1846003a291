import type { AxiosError, AxiosInstance, InternalAxiosRequestConfig } from "axios";
import type { Client, Problem } from "./core/types.js";
import { isStale } from "./core/tokens.js";

type Request = InternalAxiosRequestConfig & { cardea?: string };

/**
 * Makes an axios instance send the user's access token or cookies to the addresses that the client trusts. A 401 of Cardea's leads
 * to one refresh and one repetition.
 *
 * @returns Takes it back.
 */
export const attachCardea = (axios: AxiosInstance, client: Client): (() => void) => {
  const cookies = client.mode === "cookie";
  const sends = axios.interceptors.request.use(async (request: Request) => {
    if (!client.trusts(new URL(axios.getUri(request), (globalThis as { location?: Location }).location?.href)) || (request.headers.has("Authorization") && !request.cardea)) {
      return request;
    }
    if (cookies) {
      request.withCredentials = true;
      return request;
    }
    const token = await client.accessToken(request.cardea ? { refused: request.cardea } : {});
    if (token) {
      request.headers.set("Authorization", `Bearer ${token}`);
    }
    return request;
  });
  const answers = axios.interceptors.response.use(undefined, async (error: AxiosError) => {
    const { response } = error;
    const config: Request | undefined = error.config;
    const token = cookies ? "cookies" : config?.headers.get("Authorization")?.toString().replace("Bearer ", "");
    if (!config || config.cardea || !token || response?.status !== 401 || !isStale((response.data as Problem | null)?.code)) {
      throw error;
    }
    if (cookies) {
      await client.refresh();
    }
    config.cardea = token;
    return axios.request(config);
  });
  return () => {
    axios.interceptors.request.eject(sends);
    axios.interceptors.response.eject(answers);
  };
};
