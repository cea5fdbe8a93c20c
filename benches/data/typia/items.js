/* eslint-disable -- Unedited output of typia 12.2.1's generator; see README.md. */
import * as __typia_transform__validateReport from "typia/lib/internal/_validateReport";
import * as __typia_transform__createStandardSchema from "typia/lib/internal/_createStandardSchema";
import * as __typia_transform__jsonStringifyNumber from "typia/lib/internal/_jsonStringifyNumber";
import * as __typia_transform__jsonStringifyString from "typia/lib/internal/_jsonStringifyString";
export const is = (() => { const _io0 = (input) => Array.isArray(input.items) && input.items.every((elem) => "object" === typeof elem && null !== elem && _io1(elem)); const _io1 = (input) => "number" === typeof input.id && Number.isFinite(input.id) && "string" === typeof input.name && ("number" === typeof input.price && Number.isFinite(input.price)) && "boolean" === typeof input.active && ("book" === input.kind || "food" === input.kind || "tool" === input.kind) && (Array.isArray(input.tags) && input.tags.every((elem) => "string" === typeof elem)) && ("object" === typeof input.user && null !== input.user && _io2(input.user)); const _io2 = (input) => "string" === typeof input.name && "string" === typeof input.email && ("number" === typeof input.age && Number.isFinite(input.age)); return (input) => "object" === typeof input && null !== input && _io0(input); })();
export const equals = (() => {
    const _io0 = (input, _exceptionable = true) => Array.isArray(input.items) && input.items.every((elem, _index1) => "object" === typeof elem && null !== elem && _io1(elem, true && _exceptionable)) && (1 === Object.keys(input).length || Object.keys(input).every((key) => {
        if (["items"].some((prop) => key === prop))
            return true;
        const value = input[key];
        if (undefined === value)
            return true;
        return false;
    }));
    const _io1 = (input, _exceptionable = true) => "number" === typeof input.id && Number.isFinite(input.id) && "string" === typeof input.name && ("number" === typeof input.price && Number.isFinite(input.price)) && "boolean" === typeof input.active && ("book" === input.kind || "food" === input.kind || "tool" === input.kind) && (Array.isArray(input.tags) && input.tags.every((elem, _index2) => "string" === typeof elem)) && ("object" === typeof input.user && null !== input.user && _io2(input.user, true && _exceptionable)) && (7 === Object.keys(input).length || Object.keys(input).every((key) => {
        if (["id", "name", "price", "active", "kind", "tags", "user"].some((prop) => key === prop))
            return true;
        const value = input[key];
        if (undefined === value)
            return true;
        return false;
    }));
    const _io2 = (input, _exceptionable = true) => "string" === typeof input.name && "string" === typeof input.email && ("number" === typeof input.age && Number.isFinite(input.age)) && (3 === Object.keys(input).length || Object.keys(input).every((key) => {
        if (["name", "email", "age"].some((prop) => key === prop))
            return true;
        const value = input[key];
        if (undefined === value)
            return true;
        return false;
    }));
    return (input, _exceptionable = true) => "object" === typeof input && null !== input && _io0(input, true);
})();
export const clone = (() => {
    const _cp0 = (input) => input.map((elem) => _co1(elem));
    const _cp1 = (input) => input.map((elem) => elem);
    const _io0 = (input) => Array.isArray(input.items) && input.items.every((elem) => "object" === typeof elem && null !== elem && _io1(elem));
    const _io1 = (input) => "number" === typeof input.id && Number.isFinite(input.id) && "string" === typeof input.name && ("number" === typeof input.price && Number.isFinite(input.price)) && "boolean" === typeof input.active && ("book" === input.kind || "food" === input.kind || "tool" === input.kind) && (Array.isArray(input.tags) && input.tags.every((elem) => "string" === typeof elem)) && ("object" === typeof input.user && null !== input.user && _io2(input.user));
    const _io2 = (input) => "string" === typeof input.name && "string" === typeof input.email && ("number" === typeof input.age && Number.isFinite(input.age));
    const _co0 = (input) => ({
        items: _cp0(input.items)
    });
    const _co1 = (input) => ({
        id: input.id,
        name: input.name,
        price: input.price,
        active: input.active,
        kind: input.kind,
        tags: _cp1(input.tags),
        user: _co2(input.user)
    });
    const _co2 = (input) => ({
        name: input.name,
        email: input.email,
        age: input.age
    });
    const __is = (input) => "object" === typeof input && null !== input && _io0(input);
    const __clone = (input) => _co0(input);
    return (input) => {
        if (!__is(input))
            return null;
        return __clone(input);
    };
})();
export const prune = (() => {
    const _pp0 = (input) => input.forEach((elem) => {
        if ("object" === typeof elem && null !== elem)
            _po1(elem);
    });
    const _io0 = (input) => Array.isArray(input.items) && input.items.every((elem) => "object" === typeof elem && null !== elem && _io1(elem));
    const _io1 = (input) => "number" === typeof input.id && Number.isFinite(input.id) && "string" === typeof input.name && ("number" === typeof input.price && Number.isFinite(input.price)) && "boolean" === typeof input.active && ("book" === input.kind || "food" === input.kind || "tool" === input.kind) && (Array.isArray(input.tags) && input.tags.every((elem) => "string" === typeof elem)) && ("object" === typeof input.user && null !== input.user && _io2(input.user));
    const _io2 = (input) => "string" === typeof input.name && "string" === typeof input.email && ("number" === typeof input.age && Number.isFinite(input.age));
    const _po0 = (input) => {
        if (Array.isArray(input.items))
            _pp0(input.items);
        for (const key of Object.keys(input)) {
            if ("items" === key)
                continue;
            delete input[key];
        }
    };
    const _po1 = (input) => {
        if ("object" === typeof input.user && null !== input.user)
            _po2(input.user);
        for (const key of Object.keys(input)) {
            if ("id" === key || "name" === key || "price" === key || "active" === key || "kind" === key || "tags" === key || "user" === key)
                continue;
            delete input[key];
        }
    };
    const _po2 = (input) => {
        for (const key of Object.keys(input)) {
            if ("name" === key || "email" === key || "age" === key)
                continue;
            delete input[key];
        }
    };
    const __is = (input) => "object" === typeof input && null !== input && _io0(input);
    const __prune = (input) => {
        if ("object" === typeof input && null !== input)
            _po0(input);
    };
    return (input) => {
        if (false == __is(input))
            return false;
        __prune(input);
        return true;
    };
})();
export const validate = (() => {
    const _io0 = (input) => Array.isArray(input.items) && input.items.every((elem) => "object" === typeof elem && null !== elem && _io1(elem));
    const _io1 = (input) => "number" === typeof input.id && Number.isFinite(input.id) && "string" === typeof input.name && ("number" === typeof input.price && Number.isFinite(input.price)) && "boolean" === typeof input.active && ("book" === input.kind || "food" === input.kind || "tool" === input.kind) && (Array.isArray(input.tags) && input.tags.every((elem) => "string" === typeof elem)) && ("object" === typeof input.user && null !== input.user && _io2(input.user));
    const _io2 = (input) => "string" === typeof input.name && "string" === typeof input.email && ("number" === typeof input.age && Number.isFinite(input.age));
    const _vo0 = (input, _path, _exceptionable = true) => [(Array.isArray(input.items) || _report(_exceptionable, {
            path: _path + ".items",
            expected: "Array<Item>",
            value: input.items
        })) && input.items.map((elem, _index3) => ("object" === typeof elem && null !== elem || _report(_exceptionable, {
            path: _path + ".items[" + _index3 + "]",
            expected: "Item",
            value: elem
        })) && _vo1(elem, _path + ".items[" + _index3 + "]", true && _exceptionable) || _report(_exceptionable, {
            path: _path + ".items[" + _index3 + "]",
            expected: "Item",
            value: elem
        })).every((flag) => flag) || _report(_exceptionable, {
            path: _path + ".items",
            expected: "Array<Item>",
            value: input.items
        })].every((flag) => flag);
    const _vo1 = (input, _path, _exceptionable = true) => ["number" === typeof input.id && Number.isFinite(input.id) || _report(_exceptionable, {
            path: _path + ".id",
            expected: "number",
            value: input.id
        }), "string" === typeof input.name || _report(_exceptionable, {
            path: _path + ".name",
            expected: "string",
            value: input.name
        }), "number" === typeof input.price && Number.isFinite(input.price) || _report(_exceptionable, {
            path: _path + ".price",
            expected: "number",
            value: input.price
        }), "boolean" === typeof input.active || _report(_exceptionable, {
            path: _path + ".active",
            expected: "boolean",
            value: input.active
        }), "book" === input.kind || "food" === input.kind || "tool" === input.kind || _report(_exceptionable, {
            path: _path + ".kind",
            expected: "(\"book\" | \"food\" | \"tool\")",
            value: input.kind
        }), (Array.isArray(input.tags) || _report(_exceptionable, {
            path: _path + ".tags",
            expected: "Array<string>",
            value: input.tags
        })) && input.tags.map((elem, _index4) => "string" === typeof elem || _report(_exceptionable, {
            path: _path + ".tags[" + _index4 + "]",
            expected: "string",
            value: elem
        })).every((flag) => flag) || _report(_exceptionable, {
            path: _path + ".tags",
            expected: "Array<string>",
            value: input.tags
        }), ("object" === typeof input.user && null !== input.user || _report(_exceptionable, {
            path: _path + ".user",
            expected: "__type",
            value: input.user
        })) && _vo2(input.user, _path + ".user", true && _exceptionable) || _report(_exceptionable, {
            path: _path + ".user",
            expected: "__type",
            value: input.user
        })].every((flag) => flag);
    const _vo2 = (input, _path, _exceptionable = true) => ["string" === typeof input.name || _report(_exceptionable, {
            path: _path + ".name",
            expected: "string",
            value: input.name
        }), "string" === typeof input.email || _report(_exceptionable, {
            path: _path + ".email",
            expected: "string",
            value: input.email
        }), "number" === typeof input.age && Number.isFinite(input.age) || _report(_exceptionable, {
            path: _path + ".age",
            expected: "number",
            value: input.age
        })].every((flag) => flag);
    const __is = (input) => "object" === typeof input && null !== input && _io0(input);
    let errors;
    let _report;
    return __typia_transform__createStandardSchema._createStandardSchema((input) => {
        if (false === __is(input)) {
            errors = [];
            _report = __typia_transform__validateReport._validateReport(errors);
            ((input, _path, _exceptionable = true) => ("object" === typeof input && null !== input || _report(true, {
                path: _path + "",
                expected: "Items",
                value: input
            })) && _vo0(input, _path + "", true) || _report(true, {
                path: _path + "",
                expected: "Items",
                value: input
            }))(input, "$input", true);
            const success = 0 === errors.length;
            return success ? {
                success,
                data: input
            } : {
                success,
                errors,
                data: input
            };
        }
        return {
            success: true,
            data: input
        };
    });
})();
export const stringify = (() => { const _so0 = (input) => `{"items":${`[${input.items.map((elem) => _so1(elem)).join(",")}]`}}`; const _so1 = (input) => `{"id":${String(__typia_transform__jsonStringifyNumber._jsonStringifyNumber(input.id))},"name":${__typia_transform__jsonStringifyString._jsonStringifyString(input.name)},"price":${String(__typia_transform__jsonStringifyNumber._jsonStringifyNumber(input.price))},"active":${String(input.active)},"kind":${"\"" + input.kind + "\""},"tags":${`[${input.tags.map((elem) => __typia_transform__jsonStringifyString._jsonStringifyString(elem)).join(",")}]`},"user":${_so2(input.user)}}`; const _so2 = (input) => `{"name":${__typia_transform__jsonStringifyString._jsonStringifyString(input.name)},"email":${__typia_transform__jsonStringifyString._jsonStringifyString(input.email)},"age":${String(__typia_transform__jsonStringifyNumber._jsonStringifyNumber(input.age))}}`; const _io1 = (input) => "number" === typeof input.id && "string" === typeof input.name && "number" === typeof input.price && "boolean" === typeof input.active && ("book" === input.kind || "food" === input.kind || "tool" === input.kind) && (Array.isArray(input.tags) && input.tags.every((elem) => "string" === typeof elem)) && ("object" === typeof input.user && null !== input.user && _io2(input.user)); const _io2 = (input) => "string" === typeof input.name && "string" === typeof input.email && "number" === typeof input.age; return (input) => _so0(input); })();
