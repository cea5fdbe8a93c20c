/**
 * What people write with a client of Prisma: payload types, and queries whose results are read off them. `@prisma/client` is
 * the generated client, or what stands in for it.
 */
import { PrismaClient } from '@prisma/client';
import type { Account, Post, Prisma, Role, User } from '@prisma/client';

const prisma = new PrismaClient({ accelerateUrl: 'prisma://nowhere' });
const chosen = { id: true, bio: false } satisfies Prisma.ProfileSelect;
const fixed = { id: true, bio: false, user: { select: { id: true, email: false } } } as const;
const loose = { id: true, bio: false };

export type Row = User;
export type Plain = Post;
export type Word = Role;
export type Included = Prisma.UserGetPayload<{ include: { posts: true } }>;
export type Nested = Prisma.UserGetPayload<{
  select: { id: true; email: true; posts: { select: { title: true; comments: true } } };
}>;
export type Omitted = Prisma.UserGetPayload<{
  omit: { email: true };
  include: { profile: true; _count: { select: { posts: true } } };
}>;
export type Counted = Prisma.UserGetPayload<{ select: { _count: true } }>;
export type Deep = Prisma.PostGetPayload<{
  include: { author: { include: { invitedBy: true } }; comments: { where: { id: 1 } } };
}>;
export type Refused = Prisma.UserGetPayload<{ select: { id: false; name: true; profile: { omit: { bio: true } } } }>;
export type Empty = Prisma.UserGetPayload<{}>;
export type Upwards = Prisma.CommentGetPayload<{
  include: { post: { select: { author: { select: { role: true; roles: true } } } } };
}>;
export type Part = Pick<User, 'id' | 'big'>;
export type Money = Pick<Account, 'balance' | 'limit' | 'meta' | 'note'>;

export const all = () => prisma.user.findMany();
export const byId = (id: number) => prisma.user.findUnique({ where: { id }, select: { email: true, posts: true } });
export const withAuthor = async () => {
  const row = await prisma.post.findFirstOrThrow({ include: { author: { select: { id: true } } } });
  return row;
};
export const perhaps = async () => {
  const row = await prisma.post.findFirst({ orderBy: { title: 'asc' } });
  if (!row) return null;
  return { title: row.title, by: row.authorId };
};
export const created = async () =>
  prisma.user.create({ data: { email: 'x', score: 1 }, omit: { score: true, big: true } });
export const deletedMany = async () => prisma.user.deleteMany({ where: { id: 3 } });
export const chosenMembers = async () => prisma.profile.findMany({ select: chosen });
export const looseMembers = async () => prisma.profile.findMany({ select: loose });
export const counted = async () =>
  (await prisma.user.findMany({ include: { posts: { select: { id: true }, take: 3 }, _count: true } })).map((user) => ({
    ...user,
    n: user.posts.length,
  }));
export const updated = async () => prisma.user.update({ where: { id: 1 }, data: { name: 'x' } });
export const upserted = async () =>
  prisma.user.upsert({
    where: { id: 1 },
    create: { email: 'x', score: 1 },
    update: {},
    select: { profile: { include: { user: true } } },
  });
export const howMany = async () => prisma.user.count();
export const undecided = async (yes: boolean) => prisma.user.findMany({ select: { id: yes, name: true } });
export const createdMany = async () => prisma.user.createMany({ data: [] });
export const deleted = async () => prisma.user.delete({ where: { id: 1 } });
export const createdAndReturned = async () =>
  prisma.user.createManyAndReturn({ data: [], select: { id: true, createdAt: true } });
export const together = async () => {
  const [a, b] = await Promise.all([
    prisma.user.findMany({ select: { id: true } }),
    prisma.post.findUniqueOrThrow({ where: { id: 'x' } }),
  ]);
  return { a, b };
};
export const filtered = async () => {
  const users = await prisma.user.findMany({ where: { role: 'ADMIN' } });
  return users.filter((u) => u.active).map(({ id, tags }) => ({ id, tags }));
};
export const inOneGo = async () => prisma.$transaction([prisma.user.findMany()]);
export const summed = async () => prisma.user.aggregate({ _avg: { score: true }, _count: true });
export const fixedMembers = async () => prisma.profile.findMany({ select: fixed });
export const apart = async () => {
  const wanted = { select: { id: true } } as const;
  return prisma.profile.findFirst(wanted);
};
export const nobody = async () => prisma.profile.findMany({ select: { id: undefined, bio: true } });
export const byMember = async () =>
  (await prisma.user.findMany({ select: { profile: { select: { bio: true } } } })).map(
    (user) => user.profile?.bio ?? null,
  );
export const grouped = async () => prisma.user.groupBy({ by: ['role'], _count: true });
export const extended = async () => {
  const more = prisma.$extends({
    result: { user: { label: { needs: { email: true }, compute: (user) => user.email } } },
  });
  return more.user.findMany({ select: { id: true, label: true } });
};
export const withoutMail = async () => {
  const less = new PrismaClient({ accelerateUrl: 'prisma://nowhere', omit: { user: { email: true } } });
  return less.user.findMany();
};
export const raw = async () => prisma.$queryRaw<{ n: number }[]>`select 1 as n`;
export const fluent = async () => prisma.user.findUnique({ where: { id: 1 } }).posts({ select: { id: true } });
export const inside = async () => prisma.$transaction(async (tx) => tx.user.findMany({ select: { id: true } }));
