// Shows each element in each of its states, or the one of `?state=`. The element tells that it is there with `data-ready`.
import { createClient } from "@cardea/client";
import { createFakeIssuer } from "@cardea/client/testing";
import "../src/index.js";
import { type State, states } from "./all.js";

const wanted = new URLSearchParams(location.search).get("state");
const main = document.querySelector<HTMLElement>("#states")!;

const show = async (name: string, { tag, attributes = {}, theme, prepare, act, providers = [] }: State): Promise<void> => {
  const issuer = createFakeIssuer({ providers });
  const kept = new Map<string, string>();
  const storage = { getItem: (key: string) => kept.get(key) ?? null, setItem: (key: string, value: string) => void kept.set(key, value) };
  const client = createClient({ url: `${issuer.url}/${name}`, storage, fetch: (input, init) => issuer.fetch(withoutName(input, name), init) });
  await prepare?.(issuer, client);

  const place = document.createElement("section");
  place.dataset["state"] = name;
  place.classList.toggle("dark", theme === "dark");
  const title = document.createElement("h2");
  title.className = "state-title";
  const link = document.createElement("a");
  link.href = `?state=${name}`;
  link.textContent = name;
  title.append(link);
  const element = document.createElement(tag);
  Object.entries(attributes).forEach(([attribute, value]) => element.setAttribute(attribute, value));
  element.client = client;
  place.append(title, element);
  main.append(place);
  await element.updateComplete;
  await act?.(element, issuer);
  place.dataset["ready"] = "";
};

// Each state has an address of its own, so that their clients know nothing of each other.
const withoutName = (input: RequestInfo | URL, name: string): RequestInfo | URL =>
  input instanceof Request ? new Request(input.url.replace(`/${name}/`, "/"), input) : String(input).replace(`/${name}/`, "/");

for (const [name, state] of Object.entries(states)) {
  if (!wanted || wanted === name) {
    await show(name, state);
  }
}

document.documentElement.dataset["ready"] = "";
