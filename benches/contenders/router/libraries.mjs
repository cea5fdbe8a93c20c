/** The routers. Each is given routes and gives a function from a path to `{ route, params }`, or nothing. */

/** @type {Readonly<Record<string, (routes: readonly { segments: readonly string[] }[]) => Promise<(path: string) => unknown>>>} */
export const libraries = {
  'find-my-way': async (routes) => {
    const { default: findMyWay } = await import('find-my-way');
    const router = findMyWay();
    routes.forEach(({ segments }, route) =>
      router.on(
        'GET',
        spell(segments, ':', () => '*'),
        () => undefined,
        { route },
      ),
    );
    return (path) => router.find('GET', path);
  },
  memoirist: async (routes) => {
    const { Memoirist } = await import('memoirist');
    const router = new Memoirist();
    routes.forEach(({ segments }, route) =>
      router.add(
        'GET',
        spell(segments, ':', () => '*'),
        route,
      ),
    );
    return (path) => router.find('GET', path);
  },
  rou3: async (routes) => {
    const { addRoute, findRoute } = await import('rou3');
    const router = rou3Router(await import('rou3'), addRoute, routes);
    return (path) => findRoute(router, 'GET', path);
  },
  'rou3 compiled': async (routes) => {
    const rou3 = await import('rou3');
    const { compileRouter } = await import('rou3/compiler');
    const find = compileRouter(rou3Router(rou3, rou3.addRoute, routes));
    return (path) => find('GET', path);
  },
};

/** What each library calls the route, the values and the rest of the path. */
export function readAnswer(answer) {
  if (answer === undefined || answer === null) return { route: -1, params: {} };
  const route = answer.store ?? answer.data;
  const { '*': rest, ...params } = answer.params ?? {};
  return {
    route: typeof route === 'object' ? route.route : route,
    params: rest === undefined ? params : { ...params, rest },
  };
}

function rou3Router({ createRouter }, addRoute, routes) {
  const router = createRouter();
  routes.forEach(({ segments }, route) =>
    addRoute(
      router,
      'GET',
      spell(segments, ':', (name) => `**:${name}`),
      { route },
    ),
  );
  return router;
}

function spell(segments, parameter, catchAll) {
  const spelled = segments.map((segment) => {
    if (segment.startsWith(':')) return parameter + segment.slice(1);
    return segment.startsWith('*') ? catchAll(segment.slice(1)) : segment;
  });
  return `/${spelled.join('/')}`;
}
