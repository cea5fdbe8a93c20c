/* eslint-disable -- Output of typia 12.2.1's generator without its white space (esbuild --minify-whitespace), which makes it short; see README.md. */
"use strict";import*as __typia_transform__throwTypeGuardError from"typia/lib/internal/_throwTypeGuardError";import*as __typia_transform__validateReport from"typia/lib/internal/_validateReport";
import*as __typia_transform__createStandardSchema from"typia/lib/internal/_createStandardSchema";import*as __typia_transform__jsonStringifyString from"typia/lib/internal/_jsonStringifyString";
import*as __typia_transform__jsonStringifyNumber from"typia/lib/internal/_jsonStringifyNumber";export const is=(()=>{const _io0=input=>Array.isArray(input.events)&&
input.events.every(elem=>"object"===typeof elem&&null!==elem&&_iu0(elem));const _io1=input=>"event-0"===input.type&&"string"===typeof input.id&&"string"===typeof input.
title&&("number"===typeof input.count&&Number.isFinite(input.count));const _io2=input=>"event-1"===input.type&&"string"===typeof input.id&&"string"===typeof input.
label&&"boolean"===typeof input.flag;const _io3=input=>"event-2"===input.type&&"string"===typeof input.id&&("number"===typeof input.x&&Number.isFinite(input.x))&&
("number"===typeof input.y&&Number.isFinite(input.y))&&"string"===typeof input.name;const _io4=input=>"event-3"===input.type&&"string"===typeof input.id&&"strin\
g"===typeof input.name&&(Array.isArray(input.tags)&&input.tags.every(elem=>"string"===typeof elem));const _io5=input=>"event-4"===input.type&&"string"===typeof input.
id&&"string"===typeof input.title&&("number"===typeof input.count&&Number.isFinite(input.count));const _io6=input=>"event-5"===input.type&&"string"===typeof input.
id&&"string"===typeof input.label&&"boolean"===typeof input.flag;const _io7=input=>"event-6"===input.type&&"string"===typeof input.id&&("number"===typeof input.
x&&Number.isFinite(input.x))&&("number"===typeof input.y&&Number.isFinite(input.y))&&"string"===typeof input.name;const _io8=input=>"event-7"===input.type&&"str\
ing"===typeof input.id&&"string"===typeof input.name&&(Array.isArray(input.tags)&&input.tags.every(elem=>"string"===typeof elem));const _io9=input=>"event-8"===
input.type&&"string"===typeof input.id&&"string"===typeof input.title&&("number"===typeof input.count&&Number.isFinite(input.count));const _io10=input=>"event-9"===
input.type&&"string"===typeof input.id&&"string"===typeof input.label&&"boolean"===typeof input.flag;const _io11=input=>"event-10"===input.type&&"string"===typeof input.
id&&("number"===typeof input.x&&Number.isFinite(input.x))&&("number"===typeof input.y&&Number.isFinite(input.y))&&"string"===typeof input.name;const _io12=input=>"\
event-11"===input.type&&"string"===typeof input.id&&"string"===typeof input.name&&(Array.isArray(input.tags)&&input.tags.every(elem=>"string"===typeof elem));const _io13=input=>"\
event-12"===input.type&&"string"===typeof input.id&&"string"===typeof input.title&&("number"===typeof input.count&&Number.isFinite(input.count));const _io14=input=>"\
event-13"===input.type&&"string"===typeof input.id&&"string"===typeof input.label&&"boolean"===typeof input.flag;const _io15=input=>"event-14"===input.type&&"st\
ring"===typeof input.id&&("number"===typeof input.x&&Number.isFinite(input.x))&&("number"===typeof input.y&&Number.isFinite(input.y))&&"string"===typeof input.name;
const _io16=input=>"event-15"===input.type&&"string"===typeof input.id&&"string"===typeof input.name&&(Array.isArray(input.tags)&&input.tags.every(elem=>"string"===
typeof elem));const _io17=input=>"event-16"===input.type&&"string"===typeof input.id&&"string"===typeof input.title&&("number"===typeof input.count&&Number.isFinite(
input.count));const _io18=input=>"event-17"===input.type&&"string"===typeof input.id&&"string"===typeof input.label&&"boolean"===typeof input.flag;const _io19=input=>"\
event-18"===input.type&&"string"===typeof input.id&&("number"===typeof input.x&&Number.isFinite(input.x))&&("number"===typeof input.y&&Number.isFinite(input.y))&&
"string"===typeof input.name;const _io20=input=>"event-19"===input.type&&"string"===typeof input.id&&"string"===typeof input.name&&(Array.isArray(input.tags)&&input.
tags.every(elem=>"string"===typeof elem));const _iu0=input=>(()=>{if("event-0"===input.type)return _io1(input);else if("event-1"===input.type)return _io2(input);else if("\
event-2"===input.type)return _io3(input);else if("event-3"===input.type)return _io4(input);else if("event-4"===input.type)return _io5(input);else if("event-5"===
input.type)return _io6(input);else if("event-6"===input.type)return _io7(input);else if("event-7"===input.type)return _io8(input);else if("event-8"===input.type)
return _io9(input);else if("event-9"===input.type)return _io10(input);else if("event-10"===input.type)return _io11(input);else if("event-11"===input.type)return _io12(
input);else if("event-12"===input.type)return _io13(input);else if("event-13"===input.type)return _io14(input);else if("event-14"===input.type)return _io15(input);else if("\
event-15"===input.type)return _io16(input);else if("event-16"===input.type)return _io17(input);else if("event-17"===input.type)return _io18(input);else if("even\
t-18"===input.type)return _io19(input);else if("event-19"===input.type)return _io20(input);else return false})();return input=>"object"===typeof input&&null!==input&&
_io0(input)})();export const equals=(()=>{const _io0=(input,_exceptionable=true)=>Array.isArray(input.events)&&input.events.every((elem,_index1)=>"object"===typeof elem&&
null!==elem&&_iu0(elem,_exceptionable))&&(1===Object.keys(input).length||Object.keys(input).every(key=>{if(["events"].some(prop=>key===prop))return true;const value=input[key];
if(void 0===value)return true;return false}));const _io1=(input,_exceptionable=true)=>"event-0"===input.type&&"string"===typeof input.id&&"string"===typeof input.
title&&("number"===typeof input.count&&Number.isFinite(input.count))&&(4===Object.keys(input).length||Object.keys(input).every(key=>{if(["type","id","title","co\
unt"].some(prop=>key===prop))return true;const value=input[key];if(void 0===value)return true;return false}));const _io2=(input,_exceptionable=true)=>"event-1"===
input.type&&"string"===typeof input.id&&"string"===typeof input.label&&"boolean"===typeof input.flag&&(4===Object.keys(input).length||Object.keys(input).every(key=>{
if(["type","id","label","flag"].some(prop=>key===prop))return true;const value=input[key];if(void 0===value)return true;return false}));const _io3=(input,_exceptionable=true)=>"\
event-2"===input.type&&"string"===typeof input.id&&("number"===typeof input.x&&Number.isFinite(input.x))&&("number"===typeof input.y&&Number.isFinite(input.y))&&
"string"===typeof input.name&&(5===Object.keys(input).length||Object.keys(input).every(key=>{if(["type","id","x","y","name"].some(prop=>key===prop))return true;
const value=input[key];if(void 0===value)return true;return false}));const _io4=(input,_exceptionable=true)=>"event-3"===input.type&&"string"===typeof input.id&&
"string"===typeof input.name&&(Array.isArray(input.tags)&&input.tags.every((elem,_index2)=>"string"===typeof elem))&&(4===Object.keys(input).length||Object.keys(
input).every(key=>{if(["type","id","name","tags"].some(prop=>key===prop))return true;const value=input[key];if(void 0===value)return true;return false}));const _io5=(input,_exceptionable=true)=>"\
event-4"===input.type&&"string"===typeof input.id&&"string"===typeof input.title&&("number"===typeof input.count&&Number.isFinite(input.count))&&(4===Object.keys(
input).length||Object.keys(input).every(key=>{if(["type","id","title","count"].some(prop=>key===prop))return true;const value=input[key];if(void 0===value)return true;
return false}));const _io6=(input,_exceptionable=true)=>"event-5"===input.type&&"string"===typeof input.id&&"string"===typeof input.label&&"boolean"===typeof input.
flag&&(4===Object.keys(input).length||Object.keys(input).every(key=>{if(["type","id","label","flag"].some(prop=>key===prop))return true;const value=input[key];if(void 0===
value)return true;return false}));const _io7=(input,_exceptionable=true)=>"event-6"===input.type&&"string"===typeof input.id&&("number"===typeof input.x&&Number.
isFinite(input.x))&&("number"===typeof input.y&&Number.isFinite(input.y))&&"string"===typeof input.name&&(5===Object.keys(input).length||Object.keys(input).every(
key=>{if(["type","id","x","y","name"].some(prop=>key===prop))return true;const value=input[key];if(void 0===value)return true;return false}));const _io8=(input,_exceptionable=true)=>"\
event-7"===input.type&&"string"===typeof input.id&&"string"===typeof input.name&&(Array.isArray(input.tags)&&input.tags.every((elem,_index3)=>"string"===typeof elem))&&
(4===Object.keys(input).length||Object.keys(input).every(key=>{if(["type","id","name","tags"].some(prop=>key===prop))return true;const value=input[key];if(void 0===
value)return true;return false}));const _io9=(input,_exceptionable=true)=>"event-8"===input.type&&"string"===typeof input.id&&"string"===typeof input.title&&("n\
umber"===typeof input.count&&Number.isFinite(input.count))&&(4===Object.keys(input).length||Object.keys(input).every(key=>{if(["type","id","title","count"].some(
prop=>key===prop))return true;const value=input[key];if(void 0===value)return true;return false}));const _io10=(input,_exceptionable=true)=>"event-9"===input.type&&
"string"===typeof input.id&&"string"===typeof input.label&&"boolean"===typeof input.flag&&(4===Object.keys(input).length||Object.keys(input).every(key=>{if(["ty\
pe","id","label","flag"].some(prop=>key===prop))return true;const value=input[key];if(void 0===value)return true;return false}));const _io11=(input,_exceptionable=true)=>"\
event-10"===input.type&&"string"===typeof input.id&&("number"===typeof input.x&&Number.isFinite(input.x))&&("number"===typeof input.y&&Number.isFinite(input.y))&&
"string"===typeof input.name&&(5===Object.keys(input).length||Object.keys(input).every(key=>{if(["type","id","x","y","name"].some(prop=>key===prop))return true;
const value=input[key];if(void 0===value)return true;return false}));const _io12=(input,_exceptionable=true)=>"event-11"===input.type&&"string"===typeof input.id&&
"string"===typeof input.name&&(Array.isArray(input.tags)&&input.tags.every((elem,_index4)=>"string"===typeof elem))&&(4===Object.keys(input).length||Object.keys(
input).every(key=>{if(["type","id","name","tags"].some(prop=>key===prop))return true;const value=input[key];if(void 0===value)return true;return false}));const _io13=(input,_exceptionable=true)=>"\
event-12"===input.type&&"string"===typeof input.id&&"string"===typeof input.title&&("number"===typeof input.count&&Number.isFinite(input.count))&&(4===Object.keys(
input).length||Object.keys(input).every(key=>{if(["type","id","title","count"].some(prop=>key===prop))return true;const value=input[key];if(void 0===value)return true;
return false}));const _io14=(input,_exceptionable=true)=>"event-13"===input.type&&"string"===typeof input.id&&"string"===typeof input.label&&"boolean"===typeof input.
flag&&(4===Object.keys(input).length||Object.keys(input).every(key=>{if(["type","id","label","flag"].some(prop=>key===prop))return true;const value=input[key];if(void 0===
value)return true;return false}));const _io15=(input,_exceptionable=true)=>"event-14"===input.type&&"string"===typeof input.id&&("number"===typeof input.x&&Number.
isFinite(input.x))&&("number"===typeof input.y&&Number.isFinite(input.y))&&"string"===typeof input.name&&(5===Object.keys(input).length||Object.keys(input).every(
key=>{if(["type","id","x","y","name"].some(prop=>key===prop))return true;const value=input[key];if(void 0===value)return true;return false}));const _io16=(input,_exceptionable=true)=>"\
event-15"===input.type&&"string"===typeof input.id&&"string"===typeof input.name&&(Array.isArray(input.tags)&&input.tags.every((elem,_index5)=>"string"===typeof elem))&&
(4===Object.keys(input).length||Object.keys(input).every(key=>{if(["type","id","name","tags"].some(prop=>key===prop))return true;const value=input[key];if(void 0===
value)return true;return false}));const _io17=(input,_exceptionable=true)=>"event-16"===input.type&&"string"===typeof input.id&&"string"===typeof input.title&&("\
number"===typeof input.count&&Number.isFinite(input.count))&&(4===Object.keys(input).length||Object.keys(input).every(key=>{if(["type","id","title","count"].some(
prop=>key===prop))return true;const value=input[key];if(void 0===value)return true;return false}));const _io18=(input,_exceptionable=true)=>"event-17"===input.type&&
"string"===typeof input.id&&"string"===typeof input.label&&"boolean"===typeof input.flag&&(4===Object.keys(input).length||Object.keys(input).every(key=>{if(["ty\
pe","id","label","flag"].some(prop=>key===prop))return true;const value=input[key];if(void 0===value)return true;return false}));const _io19=(input,_exceptionable=true)=>"\
event-18"===input.type&&"string"===typeof input.id&&("number"===typeof input.x&&Number.isFinite(input.x))&&("number"===typeof input.y&&Number.isFinite(input.y))&&
"string"===typeof input.name&&(5===Object.keys(input).length||Object.keys(input).every(key=>{if(["type","id","x","y","name"].some(prop=>key===prop))return true;
const value=input[key];if(void 0===value)return true;return false}));const _io20=(input,_exceptionable=true)=>"event-19"===input.type&&"string"===typeof input.id&&
"string"===typeof input.name&&(Array.isArray(input.tags)&&input.tags.every((elem,_index6)=>"string"===typeof elem))&&(4===Object.keys(input).length||Object.keys(
input).every(key=>{if(["type","id","name","tags"].some(prop=>key===prop))return true;const value=input[key];if(void 0===value)return true;return false}));const _iu0=(input,_exceptionable=true)=>(()=>{
if("event-0"===input.type)return _io1(input,_exceptionable);else if("event-1"===input.type)return _io2(input,_exceptionable);else if("event-2"===input.type)return _io3(
input,_exceptionable);else if("event-3"===input.type)return _io4(input,_exceptionable);else if("event-4"===input.type)return _io5(input,_exceptionable);else if("\
event-5"===input.type)return _io6(input,_exceptionable);else if("event-6"===input.type)return _io7(input,_exceptionable);else if("event-7"===input.type)return _io8(
input,_exceptionable);else if("event-8"===input.type)return _io9(input,_exceptionable);else if("event-9"===input.type)return _io10(input,_exceptionable);else if("\
event-10"===input.type)return _io11(input,_exceptionable);else if("event-11"===input.type)return _io12(input,_exceptionable);else if("event-12"===input.type)return _io13(
input,_exceptionable);else if("event-13"===input.type)return _io14(input,_exceptionable);else if("event-14"===input.type)return _io15(input,_exceptionable);else if("\
event-15"===input.type)return _io16(input,_exceptionable);else if("event-16"===input.type)return _io17(input,_exceptionable);else if("event-17"===input.type)return _io18(
input,_exceptionable);else if("event-18"===input.type)return _io19(input,_exceptionable);else if("event-19"===input.type)return _io20(input,_exceptionable);else
return false})();return(input,_exceptionable=true)=>"object"===typeof input&&null!==input&&_io0(input,true)})();export const clone=(()=>{const _cp0=input=>input.
map(elem=>"object"===typeof elem&&null!==elem?_cu0(elem):elem);const _cp1=input=>input.map(elem=>elem);const _io0=input=>Array.isArray(input.events)&&input.events.
every(elem=>"object"===typeof elem&&null!==elem&&_iu0(elem));const _io1=input=>"event-0"===input.type&&"string"===typeof input.id&&"string"===typeof input.title&&
("number"===typeof input.count&&Number.isFinite(input.count));const _io2=input=>"event-1"===input.type&&"string"===typeof input.id&&"string"===typeof input.label&&
"boolean"===typeof input.flag;const _io3=input=>"event-2"===input.type&&"string"===typeof input.id&&("number"===typeof input.x&&Number.isFinite(input.x))&&("num\
ber"===typeof input.y&&Number.isFinite(input.y))&&"string"===typeof input.name;const _io4=input=>"event-3"===input.type&&"string"===typeof input.id&&"string"===
typeof input.name&&(Array.isArray(input.tags)&&input.tags.every(elem=>"string"===typeof elem));const _io5=input=>"event-4"===input.type&&"string"===typeof input.
id&&"string"===typeof input.title&&("number"===typeof input.count&&Number.isFinite(input.count));const _io6=input=>"event-5"===input.type&&"string"===typeof input.
id&&"string"===typeof input.label&&"boolean"===typeof input.flag;const _io7=input=>"event-6"===input.type&&"string"===typeof input.id&&("number"===typeof input.
x&&Number.isFinite(input.x))&&("number"===typeof input.y&&Number.isFinite(input.y))&&"string"===typeof input.name;const _io8=input=>"event-7"===input.type&&"str\
ing"===typeof input.id&&"string"===typeof input.name&&(Array.isArray(input.tags)&&input.tags.every(elem=>"string"===typeof elem));const _io9=input=>"event-8"===
input.type&&"string"===typeof input.id&&"string"===typeof input.title&&("number"===typeof input.count&&Number.isFinite(input.count));const _io10=input=>"event-9"===
input.type&&"string"===typeof input.id&&"string"===typeof input.label&&"boolean"===typeof input.flag;const _io11=input=>"event-10"===input.type&&"string"===typeof input.
id&&("number"===typeof input.x&&Number.isFinite(input.x))&&("number"===typeof input.y&&Number.isFinite(input.y))&&"string"===typeof input.name;const _io12=input=>"\
event-11"===input.type&&"string"===typeof input.id&&"string"===typeof input.name&&(Array.isArray(input.tags)&&input.tags.every(elem=>"string"===typeof elem));const _io13=input=>"\
event-12"===input.type&&"string"===typeof input.id&&"string"===typeof input.title&&("number"===typeof input.count&&Number.isFinite(input.count));const _io14=input=>"\
event-13"===input.type&&"string"===typeof input.id&&"string"===typeof input.label&&"boolean"===typeof input.flag;const _io15=input=>"event-14"===input.type&&"st\
ring"===typeof input.id&&("number"===typeof input.x&&Number.isFinite(input.x))&&("number"===typeof input.y&&Number.isFinite(input.y))&&"string"===typeof input.name;
const _io16=input=>"event-15"===input.type&&"string"===typeof input.id&&"string"===typeof input.name&&(Array.isArray(input.tags)&&input.tags.every(elem=>"string"===
typeof elem));const _io17=input=>"event-16"===input.type&&"string"===typeof input.id&&"string"===typeof input.title&&("number"===typeof input.count&&Number.isFinite(
input.count));const _io18=input=>"event-17"===input.type&&"string"===typeof input.id&&"string"===typeof input.label&&"boolean"===typeof input.flag;const _io19=input=>"\
event-18"===input.type&&"string"===typeof input.id&&("number"===typeof input.x&&Number.isFinite(input.x))&&("number"===typeof input.y&&Number.isFinite(input.y))&&
"string"===typeof input.name;const _io20=input=>"event-19"===input.type&&"string"===typeof input.id&&"string"===typeof input.name&&(Array.isArray(input.tags)&&input.
tags.every(elem=>"string"===typeof elem));const _iu0=input=>(()=>{if("event-0"===input.type)return _io1(input);else if("event-1"===input.type)return _io2(input);else if("\
event-2"===input.type)return _io3(input);else if("event-3"===input.type)return _io4(input);else if("event-4"===input.type)return _io5(input);else if("event-5"===
input.type)return _io6(input);else if("event-6"===input.type)return _io7(input);else if("event-7"===input.type)return _io8(input);else if("event-8"===input.type)
return _io9(input);else if("event-9"===input.type)return _io10(input);else if("event-10"===input.type)return _io11(input);else if("event-11"===input.type)return _io12(
input);else if("event-12"===input.type)return _io13(input);else if("event-13"===input.type)return _io14(input);else if("event-14"===input.type)return _io15(input);else if("\
event-15"===input.type)return _io16(input);else if("event-16"===input.type)return _io17(input);else if("event-17"===input.type)return _io18(input);else if("even\
t-18"===input.type)return _io19(input);else if("event-19"===input.type)return _io20(input);else return false})();const _co0=input=>({events:_cp0(input.events)});
const _co1=input=>({type:input.type,id:input.id,title:input.title,count:input.count});const _co2=input=>({type:input.type,id:input.id,label:input.label,flag:input.
flag});const _co3=input=>({type:input.type,id:input.id,x:input.x,y:input.y,name:input.name});const _co4=input=>({type:input.type,id:input.id,name:input.name,tags:_cp1(
input.tags)});const _co5=input=>({type:input.type,id:input.id,title:input.title,count:input.count});const _co6=input=>({type:input.type,id:input.id,label:input.
label,flag:input.flag});const _co7=input=>({type:input.type,id:input.id,x:input.x,y:input.y,name:input.name});const _co8=input=>({type:input.type,id:input.id,name:input.
name,tags:_cp1(input.tags)});const _co9=input=>({type:input.type,id:input.id,title:input.title,count:input.count});const _co10=input=>({type:input.type,id:input.
id,label:input.label,flag:input.flag});const _co11=input=>({type:input.type,id:input.id,x:input.x,y:input.y,name:input.name});const _co12=input=>({type:input.type,
id:input.id,name:input.name,tags:_cp1(input.tags)});const _co13=input=>({type:input.type,id:input.id,title:input.title,count:input.count});const _co14=input=>({
type:input.type,id:input.id,label:input.label,flag:input.flag});const _co15=input=>({type:input.type,id:input.id,x:input.x,y:input.y,name:input.name});const _co16=input=>({
type:input.type,id:input.id,name:input.name,tags:_cp1(input.tags)});const _co17=input=>({type:input.type,id:input.id,title:input.title,count:input.count});const _co18=input=>({
type:input.type,id:input.id,label:input.label,flag:input.flag});const _co19=input=>({type:input.type,id:input.id,x:input.x,y:input.y,name:input.name});const _co20=input=>({
type:input.type,id:input.id,name:input.name,tags:_cp1(input.tags)});const _cu0=input=>(()=>{if("event-0"===input.type)return _co1(input);else if("event-1"===input.
type)return _co2(input);else if("event-2"===input.type)return _co3(input);else if("event-3"===input.type)return _co4(input);else if("event-4"===input.type)return _co5(
input);else if("event-5"===input.type)return _co6(input);else if("event-6"===input.type)return _co7(input);else if("event-7"===input.type)return _co8(input);else if("\
event-8"===input.type)return _co9(input);else if("event-9"===input.type)return _co10(input);else if("event-10"===input.type)return _co11(input);else if("event-1\
1"===input.type)return _co12(input);else if("event-12"===input.type)return _co13(input);else if("event-13"===input.type)return _co14(input);else if("event-14"===
input.type)return _co15(input);else if("event-15"===input.type)return _co16(input);else if("event-16"===input.type)return _co17(input);else if("event-17"===input.
type)return _co18(input);else if("event-18"===input.type)return _co19(input);else if("event-19"===input.type)return _co20(input);else __typia_transform__throwTypeGuardError.
_throwTypeGuardError({method:"typia.misc.createIsClone",expected:"(Event0 | Event1 | Event2 | Event3 | Event4 | Event5 | Event6 | Event7 | Event8 | Event9 | Eve\
nt10 | Event11 | Event12 | Event13 | Event14 | Event15 | Event16 | Event17 | Event18 | Event19)",value:input})})();const __is=input=>"object"===typeof input&&null!==
input&&_io0(input);const __clone=input=>_co0(input);return input=>{if(!__is(input))return null;return __clone(input)}})();export const prune=(()=>{const _pp0=input=>input.
forEach(elem=>{if("object"===typeof elem&&null!==elem)_pu0(elem)});const _io0=input=>Array.isArray(input.events)&&input.events.every(elem=>"object"===typeof elem&&
null!==elem&&_iu0(elem));const _io1=input=>"event-0"===input.type&&"string"===typeof input.id&&"string"===typeof input.title&&("number"===typeof input.count&&Number.
isFinite(input.count));const _io2=input=>"event-1"===input.type&&"string"===typeof input.id&&"string"===typeof input.label&&"boolean"===typeof input.flag;const _io3=input=>"\
event-2"===input.type&&"string"===typeof input.id&&("number"===typeof input.x&&Number.isFinite(input.x))&&("number"===typeof input.y&&Number.isFinite(input.y))&&
"string"===typeof input.name;const _io4=input=>"event-3"===input.type&&"string"===typeof input.id&&"string"===typeof input.name&&(Array.isArray(input.tags)&&input.
tags.every(elem=>"string"===typeof elem));const _io5=input=>"event-4"===input.type&&"string"===typeof input.id&&"string"===typeof input.title&&("number"===typeof input.
count&&Number.isFinite(input.count));const _io6=input=>"event-5"===input.type&&"string"===typeof input.id&&"string"===typeof input.label&&"boolean"===typeof input.
flag;const _io7=input=>"event-6"===input.type&&"string"===typeof input.id&&("number"===typeof input.x&&Number.isFinite(input.x))&&("number"===typeof input.y&&Number.
isFinite(input.y))&&"string"===typeof input.name;const _io8=input=>"event-7"===input.type&&"string"===typeof input.id&&"string"===typeof input.name&&(Array.isArray(
input.tags)&&input.tags.every(elem=>"string"===typeof elem));const _io9=input=>"event-8"===input.type&&"string"===typeof input.id&&"string"===typeof input.title&&
("number"===typeof input.count&&Number.isFinite(input.count));const _io10=input=>"event-9"===input.type&&"string"===typeof input.id&&"string"===typeof input.label&&
"boolean"===typeof input.flag;const _io11=input=>"event-10"===input.type&&"string"===typeof input.id&&("number"===typeof input.x&&Number.isFinite(input.x))&&("n\
umber"===typeof input.y&&Number.isFinite(input.y))&&"string"===typeof input.name;const _io12=input=>"event-11"===input.type&&"string"===typeof input.id&&"string"===
typeof input.name&&(Array.isArray(input.tags)&&input.tags.every(elem=>"string"===typeof elem));const _io13=input=>"event-12"===input.type&&"string"===typeof input.
id&&"string"===typeof input.title&&("number"===typeof input.count&&Number.isFinite(input.count));const _io14=input=>"event-13"===input.type&&"string"===typeof input.
id&&"string"===typeof input.label&&"boolean"===typeof input.flag;const _io15=input=>"event-14"===input.type&&"string"===typeof input.id&&("number"===typeof input.
x&&Number.isFinite(input.x))&&("number"===typeof input.y&&Number.isFinite(input.y))&&"string"===typeof input.name;const _io16=input=>"event-15"===input.type&&"s\
tring"===typeof input.id&&"string"===typeof input.name&&(Array.isArray(input.tags)&&input.tags.every(elem=>"string"===typeof elem));const _io17=input=>"event-16"===
input.type&&"string"===typeof input.id&&"string"===typeof input.title&&("number"===typeof input.count&&Number.isFinite(input.count));const _io18=input=>"event-1\
7"===input.type&&"string"===typeof input.id&&"string"===typeof input.label&&"boolean"===typeof input.flag;const _io19=input=>"event-18"===input.type&&"string"===
typeof input.id&&("number"===typeof input.x&&Number.isFinite(input.x))&&("number"===typeof input.y&&Number.isFinite(input.y))&&"string"===typeof input.name;const _io20=input=>"\
event-19"===input.type&&"string"===typeof input.id&&"string"===typeof input.name&&(Array.isArray(input.tags)&&input.tags.every(elem=>"string"===typeof elem));const _iu0=input=>(()=>{
if("event-0"===input.type)return _io1(input);else if("event-1"===input.type)return _io2(input);else if("event-2"===input.type)return _io3(input);else if("event-\
3"===input.type)return _io4(input);else if("event-4"===input.type)return _io5(input);else if("event-5"===input.type)return _io6(input);else if("event-6"===input.
type)return _io7(input);else if("event-7"===input.type)return _io8(input);else if("event-8"===input.type)return _io9(input);else if("event-9"===input.type)return _io10(
input);else if("event-10"===input.type)return _io11(input);else if("event-11"===input.type)return _io12(input);else if("event-12"===input.type)return _io13(input);else if("\
event-13"===input.type)return _io14(input);else if("event-14"===input.type)return _io15(input);else if("event-15"===input.type)return _io16(input);else if("even\
t-16"===input.type)return _io17(input);else if("event-17"===input.type)return _io18(input);else if("event-18"===input.type)return _io19(input);else if("event-19"===
input.type)return _io20(input);else return false})();const _po0=input=>{if(Array.isArray(input.events))_pp0(input.events);for(const key of Object.keys(input)){if("\
events"===key)continue;delete input[key]}};const _po1=input=>{for(const key of Object.keys(input)){if("type"===key||"id"===key||"title"===key||"count"===key)continue;
delete input[key]}};const _po2=input=>{for(const key of Object.keys(input)){if("type"===key||"id"===key||"label"===key||"flag"===key)continue;delete input[key]}};
const _po3=input=>{for(const key of Object.keys(input)){if("type"===key||"id"===key||"x"===key||"y"===key||"name"===key)continue;delete input[key]}};const _po4=input=>{
for(const key of Object.keys(input)){if("type"===key||"id"===key||"name"===key||"tags"===key)continue;delete input[key]}};const _po5=input=>{for(const key of Object.
keys(input)){if("type"===key||"id"===key||"title"===key||"count"===key)continue;delete input[key]}};const _po6=input=>{for(const key of Object.keys(input)){if("\
type"===key||"id"===key||"label"===key||"flag"===key)continue;delete input[key]}};const _po7=input=>{for(const key of Object.keys(input)){if("type"===key||"id"===
key||"x"===key||"y"===key||"name"===key)continue;delete input[key]}};const _po8=input=>{for(const key of Object.keys(input)){if("type"===key||"id"===key||"name"===
key||"tags"===key)continue;delete input[key]}};const _po9=input=>{for(const key of Object.keys(input)){if("type"===key||"id"===key||"title"===key||"count"===key)
continue;delete input[key]}};const _po10=input=>{for(const key of Object.keys(input)){if("type"===key||"id"===key||"label"===key||"flag"===key)continue;delete input[key]}};
const _po11=input=>{for(const key of Object.keys(input)){if("type"===key||"id"===key||"x"===key||"y"===key||"name"===key)continue;delete input[key]}};const _po12=input=>{
for(const key of Object.keys(input)){if("type"===key||"id"===key||"name"===key||"tags"===key)continue;delete input[key]}};const _po13=input=>{for(const key of Object.
keys(input)){if("type"===key||"id"===key||"title"===key||"count"===key)continue;delete input[key]}};const _po14=input=>{for(const key of Object.keys(input)){if("\
type"===key||"id"===key||"label"===key||"flag"===key)continue;delete input[key]}};const _po15=input=>{for(const key of Object.keys(input)){if("type"===key||"id"===
key||"x"===key||"y"===key||"name"===key)continue;delete input[key]}};const _po16=input=>{for(const key of Object.keys(input)){if("type"===key||"id"===key||"name"===
key||"tags"===key)continue;delete input[key]}};const _po17=input=>{for(const key of Object.keys(input)){if("type"===key||"id"===key||"title"===key||"count"===key)
continue;delete input[key]}};const _po18=input=>{for(const key of Object.keys(input)){if("type"===key||"id"===key||"label"===key||"flag"===key)continue;delete input[key]}};
const _po19=input=>{for(const key of Object.keys(input)){if("type"===key||"id"===key||"x"===key||"y"===key||"name"===key)continue;delete input[key]}};const _po20=input=>{
for(const key of Object.keys(input)){if("type"===key||"id"===key||"name"===key||"tags"===key)continue;delete input[key]}};const _pu0=input=>(()=>{if("event-0"===
input.type)return _po1(input);else if("event-1"===input.type)return _po2(input);else if("event-2"===input.type)return _po3(input);else if("event-3"===input.type)
return _po4(input);else if("event-4"===input.type)return _po5(input);else if("event-5"===input.type)return _po6(input);else if("event-6"===input.type)return _po7(
input);else if("event-7"===input.type)return _po8(input);else if("event-8"===input.type)return _po9(input);else if("event-9"===input.type)return _po10(input);else if("\
event-10"===input.type)return _po11(input);else if("event-11"===input.type)return _po12(input);else if("event-12"===input.type)return _po13(input);else if("even\
t-13"===input.type)return _po14(input);else if("event-14"===input.type)return _po15(input);else if("event-15"===input.type)return _po16(input);else if("event-16"===
input.type)return _po17(input);else if("event-17"===input.type)return _po18(input);else if("event-18"===input.type)return _po19(input);else if("event-19"===input.
type)return _po20(input);else __typia_transform__throwTypeGuardError._throwTypeGuardError({method:"typia.misc.createIsPrune",expected:"(Event0 | Event1 | Event2\
 | Event3 | Event4 | Event5 | Event6 | Event7 | Event8 | Event9 | Event10 | Event11 | Event12 | Event13 | Event14 | Event15 | Event16 | Event17 | Event18 | Even\
t19)",value:input})})();const __is=input=>"object"===typeof input&&null!==input&&_io0(input);const __prune=input=>{if("object"===typeof input&&null!==input)_po0(
input)};return input=>{if(false==__is(input))return false;__prune(input);return true}})();export const validate=(()=>{const _io0=input=>Array.isArray(input.events)&&
input.events.every(elem=>"object"===typeof elem&&null!==elem&&_iu0(elem));const _io1=input=>"event-0"===input.type&&"string"===typeof input.id&&"string"===typeof input.
title&&("number"===typeof input.count&&Number.isFinite(input.count));const _io2=input=>"event-1"===input.type&&"string"===typeof input.id&&"string"===typeof input.
label&&"boolean"===typeof input.flag;const _io3=input=>"event-2"===input.type&&"string"===typeof input.id&&("number"===typeof input.x&&Number.isFinite(input.x))&&
("number"===typeof input.y&&Number.isFinite(input.y))&&"string"===typeof input.name;const _io4=input=>"event-3"===input.type&&"string"===typeof input.id&&"strin\
g"===typeof input.name&&(Array.isArray(input.tags)&&input.tags.every(elem=>"string"===typeof elem));const _io5=input=>"event-4"===input.type&&"string"===typeof input.
id&&"string"===typeof input.title&&("number"===typeof input.count&&Number.isFinite(input.count));const _io6=input=>"event-5"===input.type&&"string"===typeof input.
id&&"string"===typeof input.label&&"boolean"===typeof input.flag;const _io7=input=>"event-6"===input.type&&"string"===typeof input.id&&("number"===typeof input.
x&&Number.isFinite(input.x))&&("number"===typeof input.y&&Number.isFinite(input.y))&&"string"===typeof input.name;const _io8=input=>"event-7"===input.type&&"str\
ing"===typeof input.id&&"string"===typeof input.name&&(Array.isArray(input.tags)&&input.tags.every(elem=>"string"===typeof elem));const _io9=input=>"event-8"===
input.type&&"string"===typeof input.id&&"string"===typeof input.title&&("number"===typeof input.count&&Number.isFinite(input.count));const _io10=input=>"event-9"===
input.type&&"string"===typeof input.id&&"string"===typeof input.label&&"boolean"===typeof input.flag;const _io11=input=>"event-10"===input.type&&"string"===typeof input.
id&&("number"===typeof input.x&&Number.isFinite(input.x))&&("number"===typeof input.y&&Number.isFinite(input.y))&&"string"===typeof input.name;const _io12=input=>"\
event-11"===input.type&&"string"===typeof input.id&&"string"===typeof input.name&&(Array.isArray(input.tags)&&input.tags.every(elem=>"string"===typeof elem));const _io13=input=>"\
event-12"===input.type&&"string"===typeof input.id&&"string"===typeof input.title&&("number"===typeof input.count&&Number.isFinite(input.count));const _io14=input=>"\
event-13"===input.type&&"string"===typeof input.id&&"string"===typeof input.label&&"boolean"===typeof input.flag;const _io15=input=>"event-14"===input.type&&"st\
ring"===typeof input.id&&("number"===typeof input.x&&Number.isFinite(input.x))&&("number"===typeof input.y&&Number.isFinite(input.y))&&"string"===typeof input.name;
const _io16=input=>"event-15"===input.type&&"string"===typeof input.id&&"string"===typeof input.name&&(Array.isArray(input.tags)&&input.tags.every(elem=>"string"===
typeof elem));const _io17=input=>"event-16"===input.type&&"string"===typeof input.id&&"string"===typeof input.title&&("number"===typeof input.count&&Number.isFinite(
input.count));const _io18=input=>"event-17"===input.type&&"string"===typeof input.id&&"string"===typeof input.label&&"boolean"===typeof input.flag;const _io19=input=>"\
event-18"===input.type&&"string"===typeof input.id&&("number"===typeof input.x&&Number.isFinite(input.x))&&("number"===typeof input.y&&Number.isFinite(input.y))&&
"string"===typeof input.name;const _io20=input=>"event-19"===input.type&&"string"===typeof input.id&&"string"===typeof input.name&&(Array.isArray(input.tags)&&input.
tags.every(elem=>"string"===typeof elem));const _iu0=input=>(()=>{if("event-0"===input.type)return _io1(input);else if("event-1"===input.type)return _io2(input);else if("\
event-2"===input.type)return _io3(input);else if("event-3"===input.type)return _io4(input);else if("event-4"===input.type)return _io5(input);else if("event-5"===
input.type)return _io6(input);else if("event-6"===input.type)return _io7(input);else if("event-7"===input.type)return _io8(input);else if("event-8"===input.type)
return _io9(input);else if("event-9"===input.type)return _io10(input);else if("event-10"===input.type)return _io11(input);else if("event-11"===input.type)return _io12(
input);else if("event-12"===input.type)return _io13(input);else if("event-13"===input.type)return _io14(input);else if("event-14"===input.type)return _io15(input);else if("\
event-15"===input.type)return _io16(input);else if("event-16"===input.type)return _io17(input);else if("event-17"===input.type)return _io18(input);else if("even\
t-18"===input.type)return _io19(input);else if("event-19"===input.type)return _io20(input);else return false})();const _vo0=(input,_path,_exceptionable=true)=>[
(Array.isArray(input.events)||_report(_exceptionable,{path:_path+".events",expected:"Array<Event0 | Event1 | Event2 | Event3 | Event4 | Event5 | Event6 | Event7\
 | Event8 | Event9 | Event10 | ... 8 more ... | Event19>",value:input.events}))&&input.events.map((elem,_index7)=>("object"===typeof elem&&null!==elem||_report(
_exceptionable,{path:_path+".events["+_index7+"]",expected:"(Event0 | Event1 | Event10 | Event11 | Event12 | Event13 | Event14 | Event15 | Event16 | Event17 | E\
vent18 | Event19 | Event2 | Event3 | Event4 | Event5 | Event6 | Event7 | Event8 | Event9)",value:elem}))&&_vu0(elem,_path+".events["+_index7+"]",_exceptionable)||
_report(_exceptionable,{path:_path+".events["+_index7+"]",expected:"(Event0 | Event1 | Event10 | Event11 | Event12 | Event13 | Event14 | Event15 | Event16 | Eve\
nt17 | Event18 | Event19 | Event2 | Event3 | Event4 | Event5 | Event6 | Event7 | Event8 | Event9)",value:elem})).every(flag=>flag)||_report(_exceptionable,{path:_path+
".events",expected:"Array<Event0 | Event1 | Event2 | Event3 | Event4 | Event5 | Event6 | Event7 | Event8 | Event9 | Event10 | ... 8 more ... | Event19>",value:input.
events})].every(flag=>flag);const _vo1=(input,_path,_exceptionable=true)=>["event-0"===input.type||_report(_exceptionable,{path:_path+".type",expected:'"event-0\
"',value:input.type}),"string"===typeof input.id||_report(_exceptionable,{path:_path+".id",expected:"string",value:input.id}),"string"===typeof input.title||_report(
_exceptionable,{path:_path+".title",expected:"string",value:input.title}),"number"===typeof input.count&&Number.isFinite(input.count)||_report(_exceptionable,{path:_path+
".count",expected:"number",value:input.count})].every(flag=>flag);const _vo2=(input,_path,_exceptionable=true)=>["event-1"===input.type||_report(_exceptionable,
{path:_path+".type",expected:'"event-1"',value:input.type}),"string"===typeof input.id||_report(_exceptionable,{path:_path+".id",expected:"string",value:input.id}),
"string"===typeof input.label||_report(_exceptionable,{path:_path+".label",expected:"string",value:input.label}),"boolean"===typeof input.flag||_report(_exceptionable,
{path:_path+".flag",expected:"boolean",value:input.flag})].every(flag=>flag);const _vo3=(input,_path,_exceptionable=true)=>["event-2"===input.type||_report(_exceptionable,
{path:_path+".type",expected:'"event-2"',value:input.type}),"string"===typeof input.id||_report(_exceptionable,{path:_path+".id",expected:"string",value:input.id}),
"number"===typeof input.x&&Number.isFinite(input.x)||_report(_exceptionable,{path:_path+".x",expected:"number",value:input.x}),"number"===typeof input.y&&Number.
isFinite(input.y)||_report(_exceptionable,{path:_path+".y",expected:"number",value:input.y}),"string"===typeof input.name||_report(_exceptionable,{path:_path+".\
name",expected:"string",value:input.name})].every(flag=>flag);const _vo4=(input,_path,_exceptionable=true)=>["event-3"===input.type||_report(_exceptionable,{path:_path+
".type",expected:'"event-3"',value:input.type}),"string"===typeof input.id||_report(_exceptionable,{path:_path+".id",expected:"string",value:input.id}),"string"===
typeof input.name||_report(_exceptionable,{path:_path+".name",expected:"string",value:input.name}),(Array.isArray(input.tags)||_report(_exceptionable,{path:_path+
".tags",expected:"Array<string>",value:input.tags}))&&input.tags.map((elem,_index8)=>"string"===typeof elem||_report(_exceptionable,{path:_path+".tags["+_index8+
"]",expected:"string",value:elem})).every(flag=>flag)||_report(_exceptionable,{path:_path+".tags",expected:"Array<string>",value:input.tags})].every(flag=>flag);
const _vo5=(input,_path,_exceptionable=true)=>["event-4"===input.type||_report(_exceptionable,{path:_path+".type",expected:'"event-4"',value:input.type}),"strin\
g"===typeof input.id||_report(_exceptionable,{path:_path+".id",expected:"string",value:input.id}),"string"===typeof input.title||_report(_exceptionable,{path:_path+
".title",expected:"string",value:input.title}),"number"===typeof input.count&&Number.isFinite(input.count)||_report(_exceptionable,{path:_path+".count",expected:"\
number",value:input.count})].every(flag=>flag);const _vo6=(input,_path,_exceptionable=true)=>["event-5"===input.type||_report(_exceptionable,{path:_path+".type",
expected:'"event-5"',value:input.type}),"string"===typeof input.id||_report(_exceptionable,{path:_path+".id",expected:"string",value:input.id}),"string"===typeof input.
label||_report(_exceptionable,{path:_path+".label",expected:"string",value:input.label}),"boolean"===typeof input.flag||_report(_exceptionable,{path:_path+".fla\
g",expected:"boolean",value:input.flag})].every(flag=>flag);const _vo7=(input,_path,_exceptionable=true)=>["event-6"===input.type||_report(_exceptionable,{path:_path+
".type",expected:'"event-6"',value:input.type}),"string"===typeof input.id||_report(_exceptionable,{path:_path+".id",expected:"string",value:input.id}),"number"===
typeof input.x&&Number.isFinite(input.x)||_report(_exceptionable,{path:_path+".x",expected:"number",value:input.x}),"number"===typeof input.y&&Number.isFinite(input.
y)||_report(_exceptionable,{path:_path+".y",expected:"number",value:input.y}),"string"===typeof input.name||_report(_exceptionable,{path:_path+".name",expected:"\
string",value:input.name})].every(flag=>flag);const _vo8=(input,_path,_exceptionable=true)=>["event-7"===input.type||_report(_exceptionable,{path:_path+".type",
expected:'"event-7"',value:input.type}),"string"===typeof input.id||_report(_exceptionable,{path:_path+".id",expected:"string",value:input.id}),"string"===typeof input.
name||_report(_exceptionable,{path:_path+".name",expected:"string",value:input.name}),(Array.isArray(input.tags)||_report(_exceptionable,{path:_path+".tags",expected:"\
Array<string>",value:input.tags}))&&input.tags.map((elem,_index9)=>"string"===typeof elem||_report(_exceptionable,{path:_path+".tags["+_index9+"]",expected:"str\
ing",value:elem})).every(flag=>flag)||_report(_exceptionable,{path:_path+".tags",expected:"Array<string>",value:input.tags})].every(flag=>flag);const _vo9=(input,_path,_exceptionable=true)=>[
"event-8"===input.type||_report(_exceptionable,{path:_path+".type",expected:'"event-8"',value:input.type}),"string"===typeof input.id||_report(_exceptionable,{path:_path+
".id",expected:"string",value:input.id}),"string"===typeof input.title||_report(_exceptionable,{path:_path+".title",expected:"string",value:input.title}),"numbe\
r"===typeof input.count&&Number.isFinite(input.count)||_report(_exceptionable,{path:_path+".count",expected:"number",value:input.count})].every(flag=>flag);const _vo10=(input,_path,_exceptionable=true)=>[
"event-9"===input.type||_report(_exceptionable,{path:_path+".type",expected:'"event-9"',value:input.type}),"string"===typeof input.id||_report(_exceptionable,{path:_path+
".id",expected:"string",value:input.id}),"string"===typeof input.label||_report(_exceptionable,{path:_path+".label",expected:"string",value:input.label}),"boole\
an"===typeof input.flag||_report(_exceptionable,{path:_path+".flag",expected:"boolean",value:input.flag})].every(flag=>flag);const _vo11=(input,_path,_exceptionable=true)=>[
"event-10"===input.type||_report(_exceptionable,{path:_path+".type",expected:'"event-10"',value:input.type}),"string"===typeof input.id||_report(_exceptionable,
{path:_path+".id",expected:"string",value:input.id}),"number"===typeof input.x&&Number.isFinite(input.x)||_report(_exceptionable,{path:_path+".x",expected:"numb\
er",value:input.x}),"number"===typeof input.y&&Number.isFinite(input.y)||_report(_exceptionable,{path:_path+".y",expected:"number",value:input.y}),"string"===typeof input.
name||_report(_exceptionable,{path:_path+".name",expected:"string",value:input.name})].every(flag=>flag);const _vo12=(input,_path,_exceptionable=true)=>["event-\
11"===input.type||_report(_exceptionable,{path:_path+".type",expected:'"event-11"',value:input.type}),"string"===typeof input.id||_report(_exceptionable,{path:_path+
".id",expected:"string",value:input.id}),"string"===typeof input.name||_report(_exceptionable,{path:_path+".name",expected:"string",value:input.name}),(Array.isArray(
input.tags)||_report(_exceptionable,{path:_path+".tags",expected:"Array<string>",value:input.tags}))&&input.tags.map((elem,_index10)=>"string"===typeof elem||_report(
_exceptionable,{path:_path+".tags["+_index10+"]",expected:"string",value:elem})).every(flag=>flag)||_report(_exceptionable,{path:_path+".tags",expected:"Array<s\
tring>",value:input.tags})].every(flag=>flag);const _vo13=(input,_path,_exceptionable=true)=>["event-12"===input.type||_report(_exceptionable,{path:_path+".type",
expected:'"event-12"',value:input.type}),"string"===typeof input.id||_report(_exceptionable,{path:_path+".id",expected:"string",value:input.id}),"string"===typeof input.
title||_report(_exceptionable,{path:_path+".title",expected:"string",value:input.title}),"number"===typeof input.count&&Number.isFinite(input.count)||_report(_exceptionable,
{path:_path+".count",expected:"number",value:input.count})].every(flag=>flag);const _vo14=(input,_path,_exceptionable=true)=>["event-13"===input.type||_report(_exceptionable,
{path:_path+".type",expected:'"event-13"',value:input.type}),"string"===typeof input.id||_report(_exceptionable,{path:_path+".id",expected:"string",value:input.
id}),"string"===typeof input.label||_report(_exceptionable,{path:_path+".label",expected:"string",value:input.label}),"boolean"===typeof input.flag||_report(_exceptionable,
{path:_path+".flag",expected:"boolean",value:input.flag})].every(flag=>flag);const _vo15=(input,_path,_exceptionable=true)=>["event-14"===input.type||_report(_exceptionable,
{path:_path+".type",expected:'"event-14"',value:input.type}),"string"===typeof input.id||_report(_exceptionable,{path:_path+".id",expected:"string",value:input.
id}),"number"===typeof input.x&&Number.isFinite(input.x)||_report(_exceptionable,{path:_path+".x",expected:"number",value:input.x}),"number"===typeof input.y&&Number.
isFinite(input.y)||_report(_exceptionable,{path:_path+".y",expected:"number",value:input.y}),"string"===typeof input.name||_report(_exceptionable,{path:_path+".\
name",expected:"string",value:input.name})].every(flag=>flag);const _vo16=(input,_path,_exceptionable=true)=>["event-15"===input.type||_report(_exceptionable,{path:_path+
".type",expected:'"event-15"',value:input.type}),"string"===typeof input.id||_report(_exceptionable,{path:_path+".id",expected:"string",value:input.id}),"string"===
typeof input.name||_report(_exceptionable,{path:_path+".name",expected:"string",value:input.name}),(Array.isArray(input.tags)||_report(_exceptionable,{path:_path+
".tags",expected:"Array<string>",value:input.tags}))&&input.tags.map((elem,_index11)=>"string"===typeof elem||_report(_exceptionable,{path:_path+".tags["+_index11+
"]",expected:"string",value:elem})).every(flag=>flag)||_report(_exceptionable,{path:_path+".tags",expected:"Array<string>",value:input.tags})].every(flag=>flag);
const _vo17=(input,_path,_exceptionable=true)=>["event-16"===input.type||_report(_exceptionable,{path:_path+".type",expected:'"event-16"',value:input.type}),"st\
ring"===typeof input.id||_report(_exceptionable,{path:_path+".id",expected:"string",value:input.id}),"string"===typeof input.title||_report(_exceptionable,{path:_path+
".title",expected:"string",value:input.title}),"number"===typeof input.count&&Number.isFinite(input.count)||_report(_exceptionable,{path:_path+".count",expected:"\
number",value:input.count})].every(flag=>flag);const _vo18=(input,_path,_exceptionable=true)=>["event-17"===input.type||_report(_exceptionable,{path:_path+".typ\
e",expected:'"event-17"',value:input.type}),"string"===typeof input.id||_report(_exceptionable,{path:_path+".id",expected:"string",value:input.id}),"string"===typeof input.
label||_report(_exceptionable,{path:_path+".label",expected:"string",value:input.label}),"boolean"===typeof input.flag||_report(_exceptionable,{path:_path+".fla\
g",expected:"boolean",value:input.flag})].every(flag=>flag);const _vo19=(input,_path,_exceptionable=true)=>["event-18"===input.type||_report(_exceptionable,{path:_path+
".type",expected:'"event-18"',value:input.type}),"string"===typeof input.id||_report(_exceptionable,{path:_path+".id",expected:"string",value:input.id}),"number"===
typeof input.x&&Number.isFinite(input.x)||_report(_exceptionable,{path:_path+".x",expected:"number",value:input.x}),"number"===typeof input.y&&Number.isFinite(input.
y)||_report(_exceptionable,{path:_path+".y",expected:"number",value:input.y}),"string"===typeof input.name||_report(_exceptionable,{path:_path+".name",expected:"\
string",value:input.name})].every(flag=>flag);const _vo20=(input,_path,_exceptionable=true)=>["event-19"===input.type||_report(_exceptionable,{path:_path+".type",
expected:'"event-19"',value:input.type}),"string"===typeof input.id||_report(_exceptionable,{path:_path+".id",expected:"string",value:input.id}),"string"===typeof input.
name||_report(_exceptionable,{path:_path+".name",expected:"string",value:input.name}),(Array.isArray(input.tags)||_report(_exceptionable,{path:_path+".tags",expected:"\
Array<string>",value:input.tags}))&&input.tags.map((elem,_index12)=>"string"===typeof elem||_report(_exceptionable,{path:_path+".tags["+_index12+"]",expected:"s\
tring",value:elem})).every(flag=>flag)||_report(_exceptionable,{path:_path+".tags",expected:"Array<string>",value:input.tags})].every(flag=>flag);const _vu0=(input,_path,_exceptionable=true)=>(()=>{
if("event-0"===input.type)return _vo1(input,_path,_exceptionable);else if("event-1"===input.type)return _vo2(input,_path,_exceptionable);else if("event-2"===input.
type)return _vo3(input,_path,_exceptionable);else if("event-3"===input.type)return _vo4(input,_path,_exceptionable);else if("event-4"===input.type)return _vo5(input,
_path,_exceptionable);else if("event-5"===input.type)return _vo6(input,_path,_exceptionable);else if("event-6"===input.type)return _vo7(input,_path,_exceptionable);else if("\
event-7"===input.type)return _vo8(input,_path,_exceptionable);else if("event-8"===input.type)return _vo9(input,_path,_exceptionable);else if("event-9"===input.type)
return _vo10(input,_path,_exceptionable);else if("event-10"===input.type)return _vo11(input,_path,_exceptionable);else if("event-11"===input.type)return _vo12(input,
_path,_exceptionable);else if("event-12"===input.type)return _vo13(input,_path,_exceptionable);else if("event-13"===input.type)return _vo14(input,_path,_exceptionable);else if("\
event-14"===input.type)return _vo15(input,_path,_exceptionable);else if("event-15"===input.type)return _vo16(input,_path,_exceptionable);else if("event-16"===input.
type)return _vo17(input,_path,_exceptionable);else if("event-17"===input.type)return _vo18(input,_path,_exceptionable);else if("event-18"===input.type)return _vo19(
input,_path,_exceptionable);else if("event-19"===input.type)return _vo20(input,_path,_exceptionable);else return _report(_exceptionable,{path:_path,expected:"(E\
vent0 | Event1 | Event2 | Event3 | Event4 | Event5 | Event6 | Event7 | Event8 | Event9 | Event10 | Event11 | Event12 | Event13 | Event14 | Event15 | Event16 | E\
vent17 | Event18 | Event19)",value:input})})();const __is=input=>"object"===typeof input&&null!==input&&_io0(input);let errors;let _report;return __typia_transform__createStandardSchema.
_createStandardSchema(input=>{if(false===__is(input)){errors=[];_report=__typia_transform__validateReport._validateReport(errors);((input2,_path,_exceptionable=true)=>("\
object"===typeof input2&&null!==input2||_report(true,{path:_path+"",expected:"Union20",value:input2}))&&_vo0(input2,_path+"",true)||_report(true,{path:_path+"",
expected:"Union20",value:input2}))(input,"$input",true);const success=0===errors.length;return success?{success,data:input}:{success,errors,data:input}}return{success:true,
data:input}})})();export const stringify=(()=>{const _so0=input=>`{"events":${`[${input.events.map(elem=>_su0(elem)).join(",")}]`}}`;const _so1=input=>`{"type":${'\
"'+input.type+'"'},"id":${__typia_transform__jsonStringifyString._jsonStringifyString(input.id)},"title":${__typia_transform__jsonStringifyString._jsonStringifyString(
input.title)},"count":${String(__typia_transform__jsonStringifyNumber._jsonStringifyNumber(input.count))}}`;const _so2=input=>`{"type":${'"'+input.type+'"'},"id\
":${__typia_transform__jsonStringifyString._jsonStringifyString(input.id)},"label":${__typia_transform__jsonStringifyString._jsonStringifyString(input.label)},"\
flag":${String(input.flag)}}`;const _so3=input=>`{"type":${'"'+input.type+'"'},"id":${__typia_transform__jsonStringifyString._jsonStringifyString(input.id)},"x"\
:${String(__typia_transform__jsonStringifyNumber._jsonStringifyNumber(input.x))},"y":${String(__typia_transform__jsonStringifyNumber._jsonStringifyNumber(input.
y))},"name":${__typia_transform__jsonStringifyString._jsonStringifyString(input.name)}}`;const _so4=input=>`{"type":${'"'+input.type+'"'},"id":${__typia_transform__jsonStringifyString.
_jsonStringifyString(input.id)},"name":${__typia_transform__jsonStringifyString._jsonStringifyString(input.name)},"tags":${`[${input.tags.map(elem=>__typia_transform__jsonStringifyString.
_jsonStringifyString(elem)).join(",")}]`}}`;const _so5=input=>`{"type":${'"'+input.type+'"'},"id":${__typia_transform__jsonStringifyString._jsonStringifyString(
input.id)},"title":${__typia_transform__jsonStringifyString._jsonStringifyString(input.title)},"count":${String(__typia_transform__jsonStringifyNumber._jsonStringifyNumber(
input.count))}}`;const _so6=input=>`{"type":${'"'+input.type+'"'},"id":${__typia_transform__jsonStringifyString._jsonStringifyString(input.id)},"label":${__typia_transform__jsonStringifyString.
_jsonStringifyString(input.label)},"flag":${String(input.flag)}}`;const _so7=input=>`{"type":${'"'+input.type+'"'},"id":${__typia_transform__jsonStringifyString.
_jsonStringifyString(input.id)},"x":${String(__typia_transform__jsonStringifyNumber._jsonStringifyNumber(input.x))},"y":${String(__typia_transform__jsonStringifyNumber.
_jsonStringifyNumber(input.y))},"name":${__typia_transform__jsonStringifyString._jsonStringifyString(input.name)}}`;const _so8=input=>`{"type":${'"'+input.type+
'"'},"id":${__typia_transform__jsonStringifyString._jsonStringifyString(input.id)},"name":${__typia_transform__jsonStringifyString._jsonStringifyString(input.name)}\
,"tags":${`[${input.tags.map(elem=>__typia_transform__jsonStringifyString._jsonStringifyString(elem)).join(",")}]`}}`;const _so9=input=>`{"type":${'"'+input.type+
'"'},"id":${__typia_transform__jsonStringifyString._jsonStringifyString(input.id)},"title":${__typia_transform__jsonStringifyString._jsonStringifyString(input.title)}\
,"count":${String(__typia_transform__jsonStringifyNumber._jsonStringifyNumber(input.count))}}`;const _so10=input=>`{"type":${'"'+input.type+'"'},"id":${__typia_transform__jsonStringifyString.
_jsonStringifyString(input.id)},"label":${__typia_transform__jsonStringifyString._jsonStringifyString(input.label)},"flag":${String(input.flag)}}`;const _so11=input=>`\
{"type":${'"'+input.type+'"'},"id":${__typia_transform__jsonStringifyString._jsonStringifyString(input.id)},"x":${String(__typia_transform__jsonStringifyNumber.
_jsonStringifyNumber(input.x))},"y":${String(__typia_transform__jsonStringifyNumber._jsonStringifyNumber(input.y))},"name":${__typia_transform__jsonStringifyString.
_jsonStringifyString(input.name)}}`;const _so12=input=>`{"type":${'"'+input.type+'"'},"id":${__typia_transform__jsonStringifyString._jsonStringifyString(input.id)}\
,"name":${__typia_transform__jsonStringifyString._jsonStringifyString(input.name)},"tags":${`[${input.tags.map(elem=>__typia_transform__jsonStringifyString._jsonStringifyString(
elem)).join(",")}]`}}`;const _so13=input=>`{"type":${'"'+input.type+'"'},"id":${__typia_transform__jsonStringifyString._jsonStringifyString(input.id)},"title":${__typia_transform__jsonStringifyString.
_jsonStringifyString(input.title)},"count":${String(__typia_transform__jsonStringifyNumber._jsonStringifyNumber(input.count))}}`;const _so14=input=>`{"type":${'\
"'+input.type+'"'},"id":${__typia_transform__jsonStringifyString._jsonStringifyString(input.id)},"label":${__typia_transform__jsonStringifyString._jsonStringifyString(
input.label)},"flag":${String(input.flag)}}`;const _so15=input=>`{"type":${'"'+input.type+'"'},"id":${__typia_transform__jsonStringifyString._jsonStringifyString(
input.id)},"x":${String(__typia_transform__jsonStringifyNumber._jsonStringifyNumber(input.x))},"y":${String(__typia_transform__jsonStringifyNumber._jsonStringifyNumber(
input.y))},"name":${__typia_transform__jsonStringifyString._jsonStringifyString(input.name)}}`;const _so16=input=>`{"type":${'"'+input.type+'"'},"id":${__typia_transform__jsonStringifyString.
_jsonStringifyString(input.id)},"name":${__typia_transform__jsonStringifyString._jsonStringifyString(input.name)},"tags":${`[${input.tags.map(elem=>__typia_transform__jsonStringifyString.
_jsonStringifyString(elem)).join(",")}]`}}`;const _so17=input=>`{"type":${'"'+input.type+'"'},"id":${__typia_transform__jsonStringifyString._jsonStringifyString(
input.id)},"title":${__typia_transform__jsonStringifyString._jsonStringifyString(input.title)},"count":${String(__typia_transform__jsonStringifyNumber._jsonStringifyNumber(
input.count))}}`;const _so18=input=>`{"type":${'"'+input.type+'"'},"id":${__typia_transform__jsonStringifyString._jsonStringifyString(input.id)},"label":${__typia_transform__jsonStringifyString.
_jsonStringifyString(input.label)},"flag":${String(input.flag)}}`;const _so19=input=>`{"type":${'"'+input.type+'"'},"id":${__typia_transform__jsonStringifyString.
_jsonStringifyString(input.id)},"x":${String(__typia_transform__jsonStringifyNumber._jsonStringifyNumber(input.x))},"y":${String(__typia_transform__jsonStringifyNumber.
_jsonStringifyNumber(input.y))},"name":${__typia_transform__jsonStringifyString._jsonStringifyString(input.name)}}`;const _so20=input=>`{"type":${'"'+input.type+
'"'},"id":${__typia_transform__jsonStringifyString._jsonStringifyString(input.id)},"name":${__typia_transform__jsonStringifyString._jsonStringifyString(input.name)}\
,"tags":${`[${input.tags.map(elem=>__typia_transform__jsonStringifyString._jsonStringifyString(elem)).join(",")}]`}}`;const _su0=input=>(()=>{if("event-0"===input.
type)return _so1(input);else if("event-1"===input.type)return _so2(input);else if("event-2"===input.type)return _so3(input);else if("event-3"===input.type)return _so4(
input);else if("event-4"===input.type)return _so5(input);else if("event-5"===input.type)return _so6(input);else if("event-6"===input.type)return _so7(input);else if("\
event-7"===input.type)return _so8(input);else if("event-8"===input.type)return _so9(input);else if("event-9"===input.type)return _so10(input);else if("event-10"===
input.type)return _so11(input);else if("event-11"===input.type)return _so12(input);else if("event-12"===input.type)return _so13(input);else if("event-13"===input.
type)return _so14(input);else if("event-14"===input.type)return _so15(input);else if("event-15"===input.type)return _so16(input);else if("event-16"===input.type)
return _so17(input);else if("event-17"===input.type)return _so18(input);else if("event-18"===input.type)return _so19(input);else if("event-19"===input.type)return _so20(
input);else __typia_transform__throwTypeGuardError._throwTypeGuardError({method:"typia.json.createStringify",expected:"(Event0 | Event1 | Event2 | Event3 | Even\
t4 | Event5 | Event6 | Event7 | Event8 | Event9 | Event10 | Event11 | Event12 | Event13 | Event14 | Event15 | Event16 | Event17 | Event18 | Event19)",value:input})})();
const _io1=input=>"event-0"===input.type&&"string"===typeof input.id&&"string"===typeof input.title&&"number"===typeof input.count;const _io2=input=>"event-1"===
input.type&&"string"===typeof input.id&&"string"===typeof input.label&&"boolean"===typeof input.flag;const _io3=input=>"event-2"===input.type&&"string"===typeof input.
id&&"number"===typeof input.x&&"number"===typeof input.y&&"string"===typeof input.name;const _io4=input=>"event-3"===input.type&&"string"===typeof input.id&&"st\
ring"===typeof input.name&&(Array.isArray(input.tags)&&input.tags.every(elem=>"string"===typeof elem));const _io5=input=>"event-4"===input.type&&"string"===typeof input.
id&&"string"===typeof input.title&&"number"===typeof input.count;const _io6=input=>"event-5"===input.type&&"string"===typeof input.id&&"string"===typeof input.label&&
"boolean"===typeof input.flag;const _io7=input=>"event-6"===input.type&&"string"===typeof input.id&&"number"===typeof input.x&&"number"===typeof input.y&&"strin\
g"===typeof input.name;const _io8=input=>"event-7"===input.type&&"string"===typeof input.id&&"string"===typeof input.name&&(Array.isArray(input.tags)&&input.tags.
every(elem=>"string"===typeof elem));const _io9=input=>"event-8"===input.type&&"string"===typeof input.id&&"string"===typeof input.title&&"number"===typeof input.
count;const _io10=input=>"event-9"===input.type&&"string"===typeof input.id&&"string"===typeof input.label&&"boolean"===typeof input.flag;const _io11=input=>"ev\
ent-10"===input.type&&"string"===typeof input.id&&"number"===typeof input.x&&"number"===typeof input.y&&"string"===typeof input.name;const _io12=input=>"event-1\
1"===input.type&&"string"===typeof input.id&&"string"===typeof input.name&&(Array.isArray(input.tags)&&input.tags.every(elem=>"string"===typeof elem));const _io13=input=>"\
event-12"===input.type&&"string"===typeof input.id&&"string"===typeof input.title&&"number"===typeof input.count;const _io14=input=>"event-13"===input.type&&"st\
ring"===typeof input.id&&"string"===typeof input.label&&"boolean"===typeof input.flag;const _io15=input=>"event-14"===input.type&&"string"===typeof input.id&&"n\
umber"===typeof input.x&&"number"===typeof input.y&&"string"===typeof input.name;const _io16=input=>"event-15"===input.type&&"string"===typeof input.id&&"string"===
typeof input.name&&(Array.isArray(input.tags)&&input.tags.every(elem=>"string"===typeof elem));const _io17=input=>"event-16"===input.type&&"string"===typeof input.
id&&"string"===typeof input.title&&"number"===typeof input.count;const _io18=input=>"event-17"===input.type&&"string"===typeof input.id&&"string"===typeof input.
label&&"boolean"===typeof input.flag;const _io19=input=>"event-18"===input.type&&"string"===typeof input.id&&"number"===typeof input.x&&"number"===typeof input.
y&&"string"===typeof input.name;const _io20=input=>"event-19"===input.type&&"string"===typeof input.id&&"string"===typeof input.name&&(Array.isArray(input.tags)&&
input.tags.every(elem=>"string"===typeof elem));const _iu0=input=>(()=>{if("event-0"===input.type)return _io1(input);else if("event-1"===input.type)return _io2(
input);else if("event-2"===input.type)return _io3(input);else if("event-3"===input.type)return _io4(input);else if("event-4"===input.type)return _io5(input);else if("\
event-5"===input.type)return _io6(input);else if("event-6"===input.type)return _io7(input);else if("event-7"===input.type)return _io8(input);else if("event-8"===
input.type)return _io9(input);else if("event-9"===input.type)return _io10(input);else if("event-10"===input.type)return _io11(input);else if("event-11"===input.
type)return _io12(input);else if("event-12"===input.type)return _io13(input);else if("event-13"===input.type)return _io14(input);else if("event-14"===input.type)
return _io15(input);else if("event-15"===input.type)return _io16(input);else if("event-16"===input.type)return _io17(input);else if("event-17"===input.type)return _io18(
input);else if("event-18"===input.type)return _io19(input);else if("event-19"===input.type)return _io20(input);else return false})();return input=>_so0(input)})();
