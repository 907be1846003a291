import type { HttpErrorResponse, HttpInterceptorFn } from "@angular/common/http";
import { DestroyRef, type EnvironmentProviders, inject, InjectionToken, makeEnvironmentProviders, type Signal, signal } from "@angular/core";
import { catchError, from, switchMap, throwError } from "rxjs";
import type { Client, Problem } from "./core/types.js";
import { isStale } from "./core/tokens.js";
import { type UserSnapshot, userStore } from "./user-store.js";

export type { UserSnapshot };

/** The client, for `inject(CARDEA)`. */
export const CARDEA = new InjectionToken<Client>("Cardea");

/** Gives the client to the app: `bootstrapApplication(App, { providers: [provideCardea(client)] })`. */
export const provideCardea = (client: Client): EnvironmentProviders => makeEnvironmentProviders([{ provide: CARDEA, useValue: client }]);

/** The status and the user: undefined while nobody knows, null if nobody is signed in. Call it where `inject` may be called. */
export const injectSession = (): Signal<UserSnapshot> => {
  const store = userStore(inject(CARDEA));
  const session = signal(store.current);
  inject(DestroyRef).onDestroy(store.subscribe(() => session.set(store.current)));
  return session.asReadonly();
};

/** For `provideHttpClient(withInterceptors([cardeaInterceptor]))`: as `client.fetch`, for the addresses that the client trusts. */
export const cardeaInterceptor: HttpInterceptorFn = (request, next) => {
  const client = inject(CARDEA);
  if (!client.trusts(request.url) || request.headers.has("Authorization")) {
    return next(request);
  }
  const cookies = client.mode === "cookie";
  const attempt = (token: string | null) =>
    next(cookies ? request.clone({ withCredentials: true }) : token ? request.clone({ setHeaders: { Authorization: `Bearer ${token}` } }) : request);
  const again = (refused: string | null): Promise<string | null> =>
    cookies ? client.refresh().then(() => null) : refused ? client.accessToken({ refused }) : Promise.resolve(null);
  return from(cookies ? Promise.resolve(null) : client.accessToken()).pipe(
    switchMap((token) =>
      attempt(token).pipe(
        catchError((error: HttpErrorResponse) =>
          error.status === 401 && isStale((error.error as Problem | null)?.code)
            ? from(again(token)).pipe(switchMap((next) => (next || cookies ? attempt(next) : throwError(() => error))))
            : throwError(() => error),
        ),
      ),
    ),
  );
};
