/* eslint-disable -- Unedited output of typia 12.2.1's generator; see README.md. */
import * as __typia_transform__validateReport from "typia/lib/internal/_validateReport";
import * as __typia_transform__createStandardSchema from "typia/lib/internal/_createStandardSchema";
import * as __typia_transform__jsonStringifyString from "typia/lib/internal/_jsonStringifyString";
import * as __typia_transform__jsonStringifyNumber from "typia/lib/internal/_jsonStringifyNumber";
export const is = (() => { const _io0 = (input) => "string" === typeof input.id && "string" === typeof input.name && ("number" === typeof input.age && Number.isFinite(input.age)) && "boolean" === typeof input.active && ("admin" === input.role || "user" === input.role || "guest" === input.role); return (input) => "object" === typeof input && null !== input && _io0(input); })();
export const equals = (() => {
    const _io0 = (input, _exceptionable = true) => "string" === typeof input.id && "string" === typeof input.name && ("number" === typeof input.age && Number.isFinite(input.age)) && "boolean" === typeof input.active && ("admin" === input.role || "user" === input.role || "guest" === input.role) && (5 === Object.keys(input).length || Object.keys(input).every((key) => {
        if (["id", "name", "age", "active", "role"].some((prop) => key === prop))
            return true;
        const value = input[key];
        if (undefined === value)
            return true;
        return false;
    }));
    return (input, _exceptionable = true) => "object" === typeof input && null !== input && _io0(input, true);
})();
export const clone = (() => {
    const _io0 = (input) => "string" === typeof input.id && "string" === typeof input.name && ("number" === typeof input.age && Number.isFinite(input.age)) && "boolean" === typeof input.active && ("admin" === input.role || "user" === input.role || "guest" === input.role);
    const _co0 = (input) => ({
        id: input.id,
        name: input.name,
        age: input.age,
        active: input.active,
        role: input.role
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
    const _io0 = (input) => "string" === typeof input.id && "string" === typeof input.name && ("number" === typeof input.age && Number.isFinite(input.age)) && "boolean" === typeof input.active && ("admin" === input.role || "user" === input.role || "guest" === input.role);
    const _po0 = (input) => {
        for (const key of Object.keys(input)) {
            if ("id" === key || "name" === key || "age" === key || "active" === key || "role" === key)
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
    const _io0 = (input) => "string" === typeof input.id && "string" === typeof input.name && ("number" === typeof input.age && Number.isFinite(input.age)) && "boolean" === typeof input.active && ("admin" === input.role || "user" === input.role || "guest" === input.role);
    const _vo0 = (input, _path, _exceptionable = true) => ["string" === typeof input.id || _report(_exceptionable, {
            path: _path + ".id",
            expected: "string",
            value: input.id
        }), "string" === typeof input.name || _report(_exceptionable, {
            path: _path + ".name",
            expected: "string",
            value: input.name
        }), "number" === typeof input.age && Number.isFinite(input.age) || _report(_exceptionable, {
            path: _path + ".age",
            expected: "number",
            value: input.age
        }), "boolean" === typeof input.active || _report(_exceptionable, {
            path: _path + ".active",
            expected: "boolean",
            value: input.active
        }), "admin" === input.role || "user" === input.role || "guest" === input.role || _report(_exceptionable, {
            path: _path + ".role",
            expected: "(\"admin\" | \"guest\" | \"user\")",
            value: input.role
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
                expected: "Small",
                value: input
            })) && _vo0(input, _path + "", true) || _report(true, {
                path: _path + "",
                expected: "Small",
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
export const stringify = (() => { const _so0 = (input) => `{"id":${__typia_transform__jsonStringifyString._jsonStringifyString(input.id)},"name":${__typia_transform__jsonStringifyString._jsonStringifyString(input.name)},"age":${String(__typia_transform__jsonStringifyNumber._jsonStringifyNumber(input.age))},"active":${String(input.active)},"role":${"\"" + input.role + "\""}}`; return (input) => _so0(input); })();
