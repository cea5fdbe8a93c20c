/** The input of typia's generator; `union20.js` beside this file is its output. See README.md. */
import typia from 'typia';

interface Event0 {
  type: 'event-0';
  id: string;
  title: string;
  count: number;
}

interface Event1 {
  type: 'event-1';
  id: string;
  label: string;
  flag: boolean;
}

interface Event2 {
  type: 'event-2';
  id: string;
  x: number;
  y: number;
  name: string;
}

interface Event3 {
  type: 'event-3';
  id: string;
  name: string;
  tags: string[];
}

interface Event4 {
  type: 'event-4';
  id: string;
  title: string;
  count: number;
}

interface Event5 {
  type: 'event-5';
  id: string;
  label: string;
  flag: boolean;
}

interface Event6 {
  type: 'event-6';
  id: string;
  x: number;
  y: number;
  name: string;
}

interface Event7 {
  type: 'event-7';
  id: string;
  name: string;
  tags: string[];
}

interface Event8 {
  type: 'event-8';
  id: string;
  title: string;
  count: number;
}

interface Event9 {
  type: 'event-9';
  id: string;
  label: string;
  flag: boolean;
}

interface Event10 {
  type: 'event-10';
  id: string;
  x: number;
  y: number;
  name: string;
}

interface Event11 {
  type: 'event-11';
  id: string;
  name: string;
  tags: string[];
}

interface Event12 {
  type: 'event-12';
  id: string;
  title: string;
  count: number;
}

interface Event13 {
  type: 'event-13';
  id: string;
  label: string;
  flag: boolean;
}

interface Event14 {
  type: 'event-14';
  id: string;
  x: number;
  y: number;
  name: string;
}

interface Event15 {
  type: 'event-15';
  id: string;
  name: string;
  tags: string[];
}

interface Event16 {
  type: 'event-16';
  id: string;
  title: string;
  count: number;
}

interface Event17 {
  type: 'event-17';
  id: string;
  label: string;
  flag: boolean;
}

interface Event18 {
  type: 'event-18';
  id: string;
  x: number;
  y: number;
  name: string;
}

interface Event19 {
  type: 'event-19';
  id: string;
  name: string;
  tags: string[];
}

export interface Union20 {
  events: (
    | Event0
    | Event1
    | Event2
    | Event3
    | Event4
    | Event5
    | Event6
    | Event7
    | Event8
    | Event9
    | Event10
    | Event11
    | Event12
    | Event13
    | Event14
    | Event15
    | Event16
    | Event17
    | Event18
    | Event19
  )[];
}

export const is = typia.createIs<Union20>();
export const equals = typia.createEquals<Union20>();
export const clone = typia.misc.createIsClone<Union20>();
export const prune = typia.misc.createIsPrune<Union20>();
export const validate = typia.createValidate<Union20>();
export const stringify = typia.json.createStringify<Union20>();
